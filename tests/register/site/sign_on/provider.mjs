// The npm package oidc-provider as a provider of two people: node provider.mjs PORT CLIENT SECRET CALLBACK
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, client, secret, callback] = process.argv.slice(2);
const require = createRequire(process.cwd() + "/");
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
const groups = { ana: ["reviewers-of-c5"], boris: [] };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: client, client_secret: secret, redirect_uris: [callback],
    grant_types: ["authorization_code"], response_types: ["code"],
    token_endpoint_auth_method: "client_secret_post",
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  pkce: { required: () => true },
  cookies: { keys: ["of tests"] },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, name: id, groups: groups[id] ?? [] }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
