"""What words people use: lists, keyness, contrast, collocations and keywords in context.

- `counting`: whose words count and how
- `corpus`: the running words of some turns, as arrays
- `terms`: what each of them is counted as: a stem or a form, or nothing
- `tallies`, `measures`: counts, spread and statistics of terms
- `frequencies`, `keyness`, `contrast`, `collocations`, `kwic`: the reports
- `places`: the words behind a number
"""
