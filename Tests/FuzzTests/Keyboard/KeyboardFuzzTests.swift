import Foundation
import Metrics
import Plain
import Testing

@testable import Screen
@testable import TUI

/// Bytes at random through the decoder into the monitor, as the loop of the screen would hand them on.
///
/// `make fuzz` sends a million of them: keys, texts, noise, mouse reports, pastes, answers, and what is left of one.
@Suite struct KeyboardFuzzTests {
  /// Gestures of one keyboard.
  private static let count =
    ProcessInfo.processInfo.environment["FEDTOP_FUZZ"] == nil ? 5_000 : 250_000

  @Test("No trap, and no command that the bindings of its key do not say", arguments: 0..<4)
  func keyboard(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) &+ 71)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var decoder = KeyDecoder()
    var world = World(seed: seed)
    for turn in 0..<Self.count {
      if turn % 97 == 0 { world.change(&random) }
      let gesture = Gesture.allCases[number(0...Gesture.allCases.count - 1)]
      var bytes = gesture.bytes(&random)[...]
      while !bytes.isEmpty {
        // A slow line parts a sequence anywhere.
        let piece = bytes.prefix(number(0...2) == 0 ? number(1...4) : bytes.count)
        bytes = bytes.dropFirst(piece.count)
        let silence = [0, 0, 0, 0.02, 0.1, 0.3, 2][number(0...6)]
        if decoder.isWaiting, silence > decoder.patience { world.hear(decoder.flush(), turn) }
        world.hear(decoder.keys(piece, after: silence), turn)
      }
    }
    #expect(world.flaws == [])
    // Every kind of thing was asked for: a storm that nobody hears proves nothing.
    #expect(world.asked.isSuperset(of: ["command", "seek", "quit", "branch", "themeChanged"]))
  }

  @Test("Escape leads from the past of a replay to its last round, elsewhere to what goes on")
  func escape() {
    let snapshot = SampleRun().snapshot
    for session in [Session.host, .attached, .replay] {
      var monitor = Monitor(theme: .standard, session: session)
      monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: snapshot)
      monitor.look(at: 12)
      let before = Permission(monitor: monitor, snapshot: snapshot)
      let present = session == .replay ? 30 : nil
      #expect(monitor.handle(.escape, snapshot: snapshot) == [.seek(present)])
      for round in [nil, 12, 29, 30, 31] {
        #expect(before.allows(.seek(round), of: .escape) == (round == present))
      }
      monitor.look(at: nil)
      let after = Permission(monitor: monitor, snapshot: snapshot)
      #expect(!after.allows(.seek(present), of: .escape), "nothing to come back from")
    }
  }

  @Test("A sequence in pieces gives the keys of the whole, wherever it is parted")
  func pieces() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<Self.count {
      let bytes = (0..<3).flatMap { _ in
        Gesture.allCases[Int.random(in: 0..<Gesture.allCases.count, using: &random)]
          .bytes(&random)
      }
      var whole = KeyDecoder()
      var parted = KeyDecoder()
      let expected = whole.keys(bytes) + whole.flush()
      var keys: [Key] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...5, using: &random))
        keys += parted.keys(piece)
        rest = rest.dropFirst(piece.count)
      }
      keys += parted.flush()
      #expect(keys == expected, "\(bytes)")
      guard keys == expected else { return }
    }
  }
}
