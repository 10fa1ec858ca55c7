import Transformer

/// A batch of test samples, and the client whose factors answer.
struct Question: Sendable {
  /// Positions in the test split.
  let samples: [Int]
  /// nil: the server's parameters alone.
  let client: Int?
}

/// A test while its answers come in, in the order of its questions: the server's first.
struct OpenEvaluation: Sendable {
  /// All questions.
  let questions: [Question]
  /// How many of them are answered.
  private(set) var answered = 0
  /// The server's answers.
  private(set) var global: Answers
  /// The answers of clients with factors of their own, by sample.
  private var own: [(sample: Int, answer: Answer)] = []

  init(_ questions: [Question], _ federation: Federation) {
    self.questions = questions
    global = Answers(federation)
  }

  /// Whether every question is answered.
  var isDone: Bool { answered == questions.count }

  /// The questions that are left.
  var left: ArraySlice<Question> { questions[answered...] }

  /// The personalised answers: who has no factors of its own answers with the server's.
  var personal: Answers {
    var answers = global
    for (sample, answer) in own { answers.answers[sample] = answer }
    return answers
  }

  /// Takes the answers to the next question.
  mutating func take(_ found: [Answer]) {
    let question = questions[answered]
    answered += 1
    for (sample, answer) in zip(question.samples, found) {
      if question.client == nil {
        global.answers[sample] = answer
      } else {
        own.append((sample, answer))
      }
    }
  }
}
