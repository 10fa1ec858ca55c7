import Testing

@testable import Transformer

/// What is told of a sample that does not belong to a model.
struct CheckTests {
  @Test(arguments: [
    ([2, 31], [0, 0], "makes the token id 31; the model has 31 embeddings"),
    ([2, 30], [0, 2], "makes the token type 2; the model's types end at 1"),
    (
      [Int32](repeating: 2, count: 41), [Int32](repeating: 0, count: 41),
      "makes 41 tokens of a text; the model takes 40"
    ),
    ([], [], "makes no token, since it is empty"), ([2], [], "makes 1 tokens and 0 token types"),
  ])
  func theCauseIsTold(tokens: [Int32], types: [Int32], cause: String) throws {
    let encoder = try Tiny.encoder(TrainingPlan())
    let error = #expect(throws: ModelError.self) {
      try encoder.check(tokens: tokens[...], tokenTypes: types[...])
    }
    #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
  }
}
