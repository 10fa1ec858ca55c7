import Corpus
import Transformer

/// A split of a data set as token ids.
struct TokenizedData: Sendable {
  /// Token ids and types of each sample.
  let encodings: [Encoding]
  /// Label of each sample.
  let labels: [Int]

  init(_ samples: [Sample], tokenizer: any Tokenizer, maxLength: Int) {
    encodings = samples.map { sample in
      tokenizer.encode(sample.text, pair: sample.textPair, maxLength: maxLength)
    }
    labels = samples.map(\.label)
  }

  /// Fails on a sample that the encoder cannot take: a tokenizer from elsewhere can make anything.
  func check(_ encoder: Encoder, model: String) throws(ModelError) {
    for encoding in encodings
    where !encoder.accepts(tokens: encoding.tokens, tokenTypes: encoding.tokenTypes) {
      throw .malformed(
        file: model, problem: "the tokenizer makes token ids that the model does not have",
        remedy: "take both from the same checkpoint")
    }
  }

  /// Tokens of all samples.
  var tokens: Int { encodings.reduce(0) { $0 + $1.tokens.count } }

  /// The samples at `positions` as one batch.
  func batch(_ positions: some Sequence<Int>) -> PackedBatch {
    var batch = PackedBatch()
    for position in positions {
      let encoding = encodings[position]
      batch.append(
        tokens: encoding.tokens, tokenTypes: encoding.tokenTypes, label: Int32(labels[position]))
    }
    return batch
  }

  /// Batches of up to `size` samples of similar length, for passes whose order does not matter.
  func batchesByLength(_ positions: [Int], size: Int) -> [[Int]] {
    positions
      .sorted {
        (encodings[$0].tokens.count, $0) < (encodings[$1].tokens.count, $1)
      }
      .cut(into: size)
  }
}
