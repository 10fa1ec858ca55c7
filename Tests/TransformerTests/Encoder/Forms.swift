import Testing

@testable import Transformer

/// A tiny network of every form that a description can ask for.
struct Forms: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let configuration: EncoderConfiguration

  /// Norms in front of their parts with windows, gates and turns; the same with RMSNorm, causal; norms behind with both.
  static let all: [Forms] = [
    Forms("modernbert", .modernbert) { _ in },
    Forms("modernbert, causal with RMSNorm", .modernbert) {
      $0.block.form.norm = .rms
      $0.reaches = [
        AttentionReach(after: 0, rotary: Rotary(base: 50)),
        AttentionReach(before: 3, after: 0, rotary: Rotary(base: 50)),
      ]
    },
    Forms("modernbert with biases", .modernbert) {
      $0.unbiased = []
      $0.block.form.startsNormed = false
    },
    Forms("bert in front, causal", .bert) {
      $0.block.form.order = .before
      $0.reaches = [AttentionReach(after: 0), AttentionReach(before: 1)]
    },
    Forms("modernbert, norms behind", .modernbert) { $0.block.form = BlockForm(isGated: true) },
    Forms("mpnet with a window", .mpnet) { $0.reaches = [AttentionReach(), AttentionReach(before: 2)] },
  ]

  private init(
    _ name: String, _ family: Architecture, _ change: (inout EncoderConfiguration) -> Void
  ) {
    testDescription = name
    var configuration = Tiny.configuration(family: family)
    change(&configuration)
    self.configuration = configuration
  }
}
