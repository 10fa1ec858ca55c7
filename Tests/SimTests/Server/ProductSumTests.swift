import Testing
import Transformer

@testable import Sim

/// Sums of products of factors, without the products.
struct ProductSumTests {
  /// Twenty clients of rank 3 have more columns than twice the shorter side: they are put together on the way.
  @Test(arguments: [1, 3, 20])
  func itIsTheMeanOfTheProducts(count: Int) throws {
    let round = try FactorRound()
    let clients = (0..<count).flatMap { _ in round.clients(ranks: [3, 1, 2]) }
    let pair = round.pairs[0]
    var sum = ProductSum(pair)
    for client in clients {
      sum.add(client.parameters, rank: client.rank, weight: Double(client.samples))
    }
    var unit = DoubleMatrix(rows: round.input, columns: round.input)
    for index in 0..<round.input { unit[index, index] = 1 }
    let dense = sum.mean(times: unit)
    let expected = round.mean(pair, clients)
    #expect(agree(dense.transposed.values, expected, 1e-12))
    // And what is left out of the largest singular values is the tail of the spectrum (Eckart and Young).
    let found = try #require(sum.decomposed())
    for kept in 0...min(found.values.count, round.input) {
      let part = (0..<round.output).flatMap { row in
        (0..<round.input).map { column in
          (0..<kept).reduce(0.0) {
            $0 + found.left[row, $1] * found.values[$1] * found.right[column, $1]
          }
        }
      }
      let tail = found.values.dropFirst(kept).reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(distance(part, expected) - tail) < 1e-12)
    }
  }

  @Test func theNormOfAProductNeedsNoProduct() throws {
    let round = try FactorRound()
    for client in round.clients() {
      for pair in round.pairs {
        let norm = distance(
          round.product(pair, client.parameters), Array(repeating: 0, count: 35))
        #expect(abs(pair.norm(in: client.parameters) - norm) < 1e-12)
      }
    }
  }

  @Test func whatIsThereAtARankIsTheFirstRowsAndColumns() throws {
    let round = try FactorRound()
    #expect(round.layout.ranges(rank: 3) == [0..<round.layout.count])
    #expect(round.layout.ranges(rank: 2).valueCount == 2 * 2 * (5 + 7) + 4)
    #expect(round.layout.ranges(rank: 1).prefix(3) == [0..<5, 15..<16, 18..<19])
    for rank in 1...3 { #expect(round.layout.rank(of: round.layout.ranges(rank: rank)) == rank) }
  }

  @Test func averagingFactorsIsExactWhereOneIsTheSame() throws {
    let round = try FactorRound()
    var clients = round.clients()
    let averaging = FederatedAveraging()
    func residual(_ pair: FactorPair) -> Double {
      distance(
        round.mean(pair, clients),
        round.product(pair, round.merged(clients, by: averaging).parameters))
    }
    #expect(residual(round.pairs[0]) > 0.1, "in general it is not")
    for index in clients.indices {
      for pair in round.pairs {
        clients[index].parameters.replaceSubrange(
          pair.a.range, with: clients[0].parameters[pair.a.range])
      }
    }
    #expect(round.pairs.allSatisfy { residual($0) < 1e-6 })
  }
}
