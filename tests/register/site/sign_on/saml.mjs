// The npm package samlp as a provider of two people: node saml.mjs PORT KEY CERTIFICATE ANSWER
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [port, key, cert, answer] = process.argv.slice(2);
const require = createRequire(process.cwd() + "/");
const express = require("express");
const samlp = require("samlp");
const groups = { ana: ["reviewers-of-c5"], boris: [] };
const persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

const app = express();
app.use(express.urlencoded({ extended: false }));
app.get("/sso", (req, res) => res.send(
  `<form method="post" action="/sso?${new URLSearchParams(req.query).toString().replaceAll("&", "&amp;")}">`
  + '<label>Name <input name="who"></label><button>Sign in there</button></form>'));
app.post("/sso", samlp.auth({
  issuer: `http://127.0.0.1:${port}/`, key: readFileSync(key), cert: readFileSync(cert),
  destination: answer, recipient: answer,
  getPostURL: (_audience, _request, _req, done) => done(null, answer),
  getUserFromRequest: (req) => ({ id: req.body.who }),
  profileMapper: (person) => ({
    getClaims: () => ({ mail: `${person.id}@example.org`, displayName: person.id, groups: groups[person.id] ?? [] }),
    getNameIdentifier: () => ({ nameIdentifier: person.id, nameIdentifierFormat: persistent }),
  }),
}));
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
