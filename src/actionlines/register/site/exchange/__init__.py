"""The register in the forms that other registries read: serialisers on top of `registry.core.serialise`.

schema_org.py   an activity as JSON-LD by the words of schema.org
dcat.py         the register as a data catalogue (DCAT-AP 3), as JSON-LD
croissant.py    the file with everything for machine learning
iati.py         activities for development aid
akn.py          instruments as Akoma Ntoso
oai/            the protocol of harvesters
atom.py         feeds of what is newly published and of what was done to mandates (RFC 4287)
bulk.py         everything public in one file, with a description of its fields and checksums
nightly.py      bulk.py, by the worker

All of them take the public form of records (`registry.core.published`): what a visitor may see, and no more.
"""
