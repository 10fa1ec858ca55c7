import Foundation
import Testing

@testable import Sim

/// Metrics against scikit-learn and scipy (`scripts/reference/make_metric_reference.py`), and in closed form.
struct MetricTests {
  private struct Case: Decodable {
    var labels: Int
    var truth, answers: [Int]
    var f1, matthews: Double
    var pearson, spearman: Double?
  }

  private func cases() throws -> [String: Case] {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/metrics.json")
    return try JSONDecoder().decode([String: Case].self, from: Data(contentsOf: file))
  }

  @Test func confusionGivesWhatOthersCompute() throws {
    for (name, one) in try cases() {
      var matrix = ConfusionMatrix(labels: one.labels)
      for (label, answer) in zip(one.truth, one.answers) {
        matrix.add(label: label, answer: answer < 0 ? nil : answer)
      }
      #expect(abs((matrix.macroF1 ?? .nan) - one.f1) < 1e-12, "\(name)")
      #expect(abs((matrix.matthews ?? .nan) - one.matthews) < 1e-12, "\(name)")
    }
    #expect(ConfusionMatrix(labels: 3).macroF1 == nil)
    #expect(ConfusionMatrix(labels: 3).matthews == nil)
  }

  @Test func correlationsAreThoseOfSciPy() throws {
    for (name, one) in try cases() where !one.answers.contains(-1) {
      let (x, y) = (one.truth.map(Double.init), one.answers.map(Double.init))
      for (found, expected) in [
        (Correlation.pearson(x, y), one.pearson), (Correlation.spearman(x, y), one.spearman),
      ] {
        #expect((found == nil) == (expected == nil), "\(name)")
        #expect(abs((found ?? 0) - (expected ?? 0)) < 1e-12, "\(name)")
      }
    }
  }

  /// Of two labels Matthews' correlation is Pearson's of their numbers.
  @Test func matthewsOfTwoLabelsIsPearsons() throws {
    let two = try #require(try cases()["two labels"])
    #expect(abs(two.matthews - (two.pearson ?? .nan)) < 1e-12)
  }

  @Test func tiesShareTheirRanks() {
    #expect(Correlation.ranks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    #expect(Correlation.ranks([]) == [])
  }

  @Test func spreadInClosedForm() throws {
    // One of n has everything: 1/n. All alike: 1, and no variance.
    let one = try #require(ClientSpread([0, 0, 0.8, 0]))
    #expect(one.jain == 0.25)
    #expect(one.mean == 0.2)
    #expect(abs(one.variance - 0.12) < 1e-15)
    let even = try #require(ClientSpread([0.5, 0.5, 0.5]))
    #expect(even.jain == 1 && even.variance == 0 && even.worstTenth == 0.5)
    #expect(ClientSpread([0, 0])?.jain == 1, "all are served alike, if badly")
    #expect(ClientSpread([]) == nil)
    // k of n have the same, the rest nothing: k/n.
    let some = (0..<20).map { $0 % 4 == 0 ? 1.0 : 0 }
    #expect(ClientSpread(some)?.jain == 0.25)
  }

  @Test func theWorstTenthIsOfWholeClients() throws {
    let accuracies = (0..<21).map { Double($0) / 20 }
    let worst = try #require(ClientSpread(accuracies)).worstTenth
    #expect(abs(worst - 0.05) < 1e-15, "the lowest three of 21")
    #expect(ClientSpread([0.9, 0.1])?.worstTenth == 0.1)
  }
}
