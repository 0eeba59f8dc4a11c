"""Other ways of data to value than a loan: products, licences, deals, contributions in kind, training sets. Pure."""
