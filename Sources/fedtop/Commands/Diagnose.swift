import ArgumentParser
import Host
import Metrics
import Plain

/// `fedtop diagnose`: why a run went as it did.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Tell what a run's own numbers say of its method: worst first, with the setting to turn.",
    discussion: """
      Every round records signs of how the method itself is doing, from passes that are made anyway: see \
      docs/methods.md, "Diagnosis". Each is judged by a mean over rounds, or by its last value where it is an account \
      of all rounds, once enough of them tell of it.
      """)

  @OptionGroup var stored: StoredRunOptions

  @Flag(help: "JSON lines on stdout.")
  var json = false

  func run() throws {
    let file = try StoredRun(path: try stored.path())
    var diagnosis = Diagnosis()
    var rounds = 0
    for case .roundFinished(let report) in try file.reader.toldEvents().events.map(\.event) {
      rounds += 1
      if let signs = report.signs { diagnosis.add(signs) }
    }
    let findings = diagnosis.findings
    guard !findings.isEmpty else {
      throw Failure(
        "\(file.reader.name): \(rounds == 0 ? "no round has finished" : "recorded before there were signs"): "
          + "nothing to judge", .data)
    }
    if json {
      for finding in findings {
        JSONLines.print(Row(finding))
      }
      return
    }
    let wrong = findings.count(where: \.isWrong)
    StandardOutput.write(
      "\(file.reader.name): \(rounds) rounds, \(wrong) of \(findings.count) signs beyond their bounds"
    )
    let width = Sign.allCases.map(\.title.count).max() ?? 0
    for finding in findings {
      let sign = finding.sign
      let title = sign.title.padding(toLength: width, withPad: " ", startingAt: 0)
      let bound = sign.boundText.isEmpty ? "" : "  (\(sign.boundText)\(doubt(finding)))"
      StandardOutput.write(
        "\(finding.isWrong ? "✗" : " ") \(title)  \(sign.text(finding.value))\(bound)")
      guard finding.isWrong else { continue }
      for line in Paragraph.wrapped(sign.meaning, width: 72) {
        StandardOutput.write("      \(line)")
      }
      StandardOutput.write("      turn: \(sign.remedy)")
    }
  }

  /// Why a sign is not judged, if so.
  private func doubt(_ finding: Diagnosis.Finding) -> String {
    finding.doubt.map { "; \($0)" } ?? ""
  }

  private struct Row: Encodable {
    let sign, title, meaning, remedy, bound: String
    let verdict: Verdict
    let value: Double
    let severity: Double?
    let wrong: Bool
    let rounds: Int

    init(_ finding: Diagnosis.Finding) {
      sign = finding.sign.rawValue
      title = finding.sign.title
      meaning = finding.sign.meaning
      remedy = finding.sign.remedy
      bound = finding.sign.boundText
      value = finding.value
      severity = finding.severity
      wrong = finding.isWrong
      verdict = finding.verdict
      rounds = Int(finding.evidence.count)
    }
  }
}
