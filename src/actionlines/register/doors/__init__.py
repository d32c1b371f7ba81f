"""The register in the forms that other programs read: serialisers on top of `register.core.serialise`.

descriptions.py  an activity by the words of schema.org; the register as a data catalogue (DCAT-AP 3) and for
                 machine learning (Croissant)
iati.py          activities for development aid
akn.py           instruments as Akoma Ntoso
oai/             the protocol of harvesters
feeds.py         feeds of what is newly published and of what was done to mandates (RFC 4287)
bulk.py          everything public in one file, with a description of its fields and checksums
files.py         the addresses of all these
citing.py        references to records; sitemaps.py is for search engines

All of them take the public form of records (`register.core.public_view`): what a visitor may see, and no more.
"""
