import Testing
import Transformer

@testable import Sim

/// What clients send in fewer bytes, and what the server makes of it (docs/methods.md, "Smaller messages").
struct ChannelTests {
  private let sent = ChannelCase.numbers(seed: 1)
  private let returned = ChannelCase.numbers(seed: 2)
  private let rows = Array(repeating: 8, count: 4) + Array(repeating: 4, count: 8) + [6]

  /// What `channel` sends of `returned`, and what the client keeps.
  private func up(
    _ test: ChannelCase, _ state: Sim.ClientState = Sim.ClientState(), client: Int = 3
  ) -> (message: Message, state: Sim.ClientState) {
    var state = state
    let message = test.channel.up(
      ChannelCase.message(returned), received: ChannelCase.message(sent), test.plan,
      client: client, state: &state)
    return (message, state)
  }

  private var changes: [Float] { zip(returned, sent).map { $0 - $1 } }

  /// What the server takes of a message.
  private func taken(_ message: Message, _ test: ChannelCase) -> [Float] {
    test.channel.restored(message, sent: ChannelCase.message(sent), test.plan)
      .numbers(Message.parameters)
  }

  @Test func withoutSettingsAMessageGoesThroughAsItIs() {
    let test = ChannelCase()
    #expect(test.channel.isPlain && test.channel.fields.isEmpty)
    #expect(up(test).message == ChannelCase.message(returned))
    #expect(up(test).state == Sim.ClientState())
    let down = test.channel.down(ChannelCase.message(sent), test.plan, client: 0)
    #expect(down == ChannelCase.message(sent))
  }

  @Test func halvesAreReadFromTheirBytes() {
    let test = ChannelCase { $0.wireForm = .float16 }
    let message = up(test).message
    #expect(message.bytes == 2 * 70 && message.encoded.count == message.bytes)
    var reading = ByteReading(message.encoded)
    let read = reading.halves(70)
    #expect(read == message.numbers(Message.parameters))
    for (read, change) in zip(read, changes) { #expect(abs(read - change) <= abs(change) / 2048) }
    #expect(taken(message, test) == zip(sent, read).map { $0 + $1 })
  }

  @Test func whatIsTooLargeForAHalfBecomesTheLargest() {
    let content = Message.Content.halved([1e9, -1e9, 65504, 1e-12])
    #expect(content.numbers == [65504, -65504, 65504, 0])
  }

  @Test func eightBitsAreReadFromTheirBytes() {
    let test = ChannelCase { $0.wireForm = .int8 }
    #expect(test.layout.rowLengths(in: test.plan.returning) == rows)
    let message = up(test).message
    #expect(message.bytes == 70 + 4 * rows.count && message.encoded.count == message.bytes)
    var reading = ByteReading(message.encoded)
    let read = reading.rows(rows)
    #expect(read == message.numbers(Message.parameters) && reading.bytes.isEmpty)
    var next = 0
    for length in rows {
      let row = changes[next..<next + length]
      let scale = (row.map(abs).max() ?? 0) / 127
      for index in row.indices { #expect(abs(read[index] - row[index]) <= scale * 1.0001) }
      next += length
    }
    #expect(taken(message, test) == zip(sent, read).map { $0 + $1 })
  }

  @Test func rowsThatARangeCutsAreShorter() {
    let test = ChannelCase()
    #expect(test.layout.rowLengths(in: [4..<18, 62..<70]) == [4, 8, 2, 2, 6])
  }

  @Test func roundingIsRightOnTheMean() {
    var sums = [Double](repeating: 0, count: 70)
    let clients = 4000
    let test = ChannelCase { $0.wireForm = .int8 }
    for client in 0..<clients {
      let read = up(test, client: client).message.numbers(Message.parameters)
      for index in sums.indices { sums[index] += Double(read[index]) }
    }
    for (sum, change) in zip(sums, changes) {
      // Five deviations of a mean of roundings, each of at most half a step of the largest row.
      #expect(
        abs(sum / Double(clients) - Double(change)) < 5 * 0.5 * 0.06 / Double(clients).squareRoot())
    }
    #expect((changes.map(abs).max() ?? 0) / 127 < 0.06)
  }

  @Test func roundingDependsOnRoundAndClientAlone() {
    var test = ChannelCase { $0.wireForm = .int8 }
    let one = up(test).message
    #expect(up(test).message == one)
    #expect(up(test, client: 4).message != one)
    test.plan.round = 2
    #expect(up(test).message != one)
  }

  @Test(arguments: [0.1, 0.02, 0.5])
  func theLargestEntriesAreReadFromTheirBytes(fraction: Double) {
    let test = ChannelCase { $0.wireFraction = fraction }
    let count = [0.1: 7, 0.02: 2, 0.5: 35][fraction] ?? 0
    let (message, state) = up(test)
    #expect(message.bytes == min(4 * count, 9) + 4 * count)
    #expect(message.encoded.count == message.bytes)
    var reading = ByteReading(message.encoded)
    let places = reading.places(count, of: 70)
    let order = changes.indices.sorted { (-abs(changes[$0]), $0) < (-abs(changes[$1]), $1) }
    #expect(places == order.prefix(count).sorted())
    #expect(reading.singles(count) == places.map { changes[$0] })
    // What is sent and what is kept are the change.
    let left = state.vectors["wire.left.parameters"] ?? []
    #expect(zip(message.numbers(Message.parameters), left).map { $0 + $1 } == changes)
    #expect(test.channel.fields == [StateField("wire.left.parameters", count: 70)])
  }

  @Test func ofEqualEntriesTheFirstAreSent() {
    let values: [Float] = [1, -2, 2, 0, -2, 3]
    #expect(values.places(ofLargest: 1) == [5])
    #expect(values.places(ofLargest: 3) == [1, 2, 5])
    #expect(values.places(ofLargest: 4) == [1, 2, 4, 5])
    #expect(values.places(ofLargest: 6) == [0, 1, 2, 3, 4, 5])
    #expect([Float](repeating: 0, count: 4).places(ofLargest: 2) == [0, 1])
  }

  @Test func whatIsLeftOutIsSentLater() {
    let test = ChannelCase { $0.wireFraction = 0.1 }
    var state = Sim.ClientState()
    var total = [Double](repeating: 0, count: 70)
    let rounds = 60
    for _ in 0..<rounds {
      let (message, next) = up(test, state)
      state = next
      for (index, value) in message.numbers(Message.parameters).enumerated() {
        total[index] += Double(value)
      }
    }
    // The sums of what is sent stay within what is kept of the sums of the changes.
    let left = state.vectors["wire.left.parameters"] ?? []
    for index in total.indices {
      let due = Double(rounds) * Double(changes[index])
      #expect(abs(total[index] + Double(left[index]) - due) < 1e-3)
    }
    #expect(left.contains { $0 != 0 })
  }

  @Test func theLargestEntriesInEightBits() {
    let test = ChannelCase {
      $0.wireFraction = 0.1
      $0.wireForm = .int8
    }
    let (message, state) = up(test)
    var reading = ByteReading(message.encoded)
    let places = reading.places(7, of: 70)
    var starts = [0]
    for length in rows { starts.append(starts[starts.count - 1] + length) }
    let counts = rows.indices.map { row in
      places.count { starts[row] <= $0 && $0 < starts[row + 1] }
    }
    .filter { $0 > 0 }
    let read = reading.rows(counts)
    #expect(message.encoded.count == message.bytes && reading.bytes.isEmpty)
    #expect(message.bytes == 9 + 4 * counts.count + 7)
    let sent = message.numbers(Message.parameters)
    #expect(read == places.map { sent[$0] })
    // The error of rounding is kept with what was left out.
    let left = state.vectors["wire.left.parameters"] ?? []
    #expect(zip(changes, sent).map { $0 - $1 } == left)
  }

  @Test func whatTheServerSendsIsRoundedWhenAsked() {
    let test = ChannelCase {
      $0.wireForm = .int8
      $0.wireDown = true
    }
    let down = test.channel.down(ChannelCase.message(sent), test.plan, client: 3)
    #expect(down.bytes == 70 + 4 * rows.count)
    let received = down.plain
    var state = Sim.ClientState()
    let back = test.channel.up(
      received, received: received, test.plan, client: 3, state: &state)
    // A client that changes nothing leaves the server's own values as they are.
    #expect(taken(back, test) == sent)
  }

  @Test func partsOfOtherLengthsTravelAsTheyAre() {
    let test = ChannelCase { $0.wireForm = .int8 }
    var message = ChannelCase.message(returned)
    message.add("scores", [1, 2, 3])
    message.add("layers", flags: [true, false])
    message.add("control", changes)
    var state = Sim.ClientState()
    let sent = test.channel.up(
      message, received: ChannelCase.message(sent), test.plan, client: 0, state: &state)
    #expect(sent.numbers("scores") == [1, 2, 3])
    #expect(sent.parts[2] == message.parts[2])
    // As long as the parameters, but no parameters: rounded, and no change against anything.
    #expect(sent.bytes == 2 * (70 + 4 * rows.count) + 12 + 1)
    #expect(zip(sent.numbers("control"), changes).allSatisfy { abs($0 - $1) < 0.1 })
  }

  @Test func partsThatAreAsLongAreThinnedWhenTheirRuleSaysSo() {
    let test = ChannelCase({ $0.wireFraction = 0.1 }, rules: [DriftCorrection()])
    var message = ChannelCase.message(returned)
    message.add(Scaffold.control, changes)
    var state = Sim.ClientState()
    let sent = test.channel.up(
      message, received: ChannelCase.message(sent), test.plan, client: 0, state: &state)
    #expect(sent.bytes == 2 * (9 + 28))
    #expect(Set(state.vectors.keys) == ["wire.left.parameters", "wire.left.control"])
  }

  @Test func whatWasNotSentIsAChangeAgainstNothing() {
    var test = ChannelCase { $0.wireForm = .float16 }
    test.plan.travelling = [0..<32]
    test.plan.returning = [16..<48]
    var state = Sim.ClientState()
    let received = ChannelCase.message(Array(sent.prefix(32)))
    let own = ChannelCase.message([Float](repeating: 2, count: 32))
    let message = test.channel.up(own, received: received, test.plan, client: 0, state: &state)
    #expect(
      Array(message.numbers(Message.parameters).suffix(16)) == [Float](repeating: 2, count: 16))
    let taken = test.channel.restored(message, sent: received, test.plan)
    for value in taken.numbers(Message.parameters) { #expect(abs(value - 2) < 2e-3) }
  }
}
