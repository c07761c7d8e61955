"""Tables, migrations, repositories, the ledger and the vault; no Textual, no network."""
