@testable import Corpus

/// A hash of texts that stays the same from run to run (FNV-1a, a line end after each).
func fingerprint(_ texts: [String]) -> UInt64 {
  texts.reduce(Vocabulary.emptyHash) { hash, text in
    (Array(text.utf8) + [0x0A]).reduce(hash) { Vocabulary.hash($0, appending: $1) }
  }
}
