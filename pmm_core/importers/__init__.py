"""Files in: bytes to tables of text, rows to checked drafts, one transaction into the store.

In the order of work: `child` (a process with limits) runs `sniff` and `workbooks` (bytes to a table
of text), `recognise` says what the columns mean, `rows` turns a row into a staged row or a
rejection, `resolve` finds its nouns, `settle` gives each amount its unit and each key one row,
`values`, `targets` and `launches` say what would change, and `apply` previews, commits and undoes.
An event log is kept whole, by `keep`. Only these last two touch the store.
"""
