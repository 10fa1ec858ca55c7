import Metrics
import Testing

/// Commands as names and values, the form in which they are stored and sent.
@Suite("RunCommand") struct RunCommandTests {
  @Test(
    "A command is made again from its name and value",
    arguments: [.pause, .resume, .step(1), .step(5), .finish, .set(knob: "sparsity", value: 0.4)]
      as [RunCommand])
  func roundTrip(command: RunCommand) {
    #expect(RunCommand(name: command.name, value: command.value) == command)
    let record = CommandRecord(name: command.name, value: command.value, round: 3)
    #expect(record.command == command)
  }

  @Test("A step without a number is one round")
  func plainStep() {
    #expect(RunCommand(name: "step", value: nil) == .step(1))
  }

  @Test(
    "What makes no sense is no command",
    arguments: [
      ("step", 0), ("step", -1), ("step", 1.5), ("step", .nan), ("step", 1e300),
      ("sparsity", nil), ("sparsity", .nan), ("sparsity", .infinity),
    ] as [(String, Double?)])
  func nonsense(name: String, value: Double?) {
    #expect(RunCommand(name: name, value: value) == nil)
  }
}
