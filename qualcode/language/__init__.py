"""Language: what qualcode knows of words and sentences, Norwegian above all.

Pure functions on text, one a module, and one cache of Norwegian word forms (`lexicon`). Nothing
here knows of projects. spaCy is loaded by the first call that needs it. Threads may call anything.

- `sentences.sentences`, `words.words`: spans in a text
- `stems.stem`, `compounds.parts`, `dialect.fold`: a word's stem, its parts, its bokmål form
- `keys.matching_words`: the words of a vocabulary that a search term means
- `negation.negated`: whether something found in a sentence is negated there
"""
