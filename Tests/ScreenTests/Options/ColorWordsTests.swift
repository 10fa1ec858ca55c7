import TUI
import Testing

@testable import Screen

/// The monitor's option and the screen's choice have the same words; `mono` is another name for `never`.
@Test func wordsForColoursAreTheSameInBothRooms() {
  let words = ColorChoice.allCases.map(\.rawValue).filter { $0 != "mono" }
  for word in words { #expect(MonitorOption.named("color")?.problem(with: word) == nil) }
  #expect(
    MonitorOption.named("color")?.kind
      == .choice(["auto", "always", "direct", "256", "16", "never"]))
}
