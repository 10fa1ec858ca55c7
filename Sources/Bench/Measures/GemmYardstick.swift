import Dispatch
import Synchronization
import Transformer

/// The speed of `cblas_sgemm` at the products of a case, on as many threads side by side.
///
/// It is sampled between the repeats of the case, so that both see the same machine.
struct GemmYardstick {
  /// The products of each batch.
  let products: [[GemmProduct]]
  /// Threads, each with its own products.
  let workers: Int

  private var speeds: [Double] = []
  private var next = 0

  init(products: [[GemmProduct]], workers: Int) {
    self.products = products
    self.workers = workers
  }

  /// Does the products of one batch after the other, at least of one, for about `seconds`.
  mutating func sample(seconds budget: Double) {
    var spent = 0.0
    repeat {
      let batch = products[next % products.count]
      next += 1
      let sum = Mutex(0.0)
      spent += seconds {
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          let speed = LinearAlgebra.sgemmSpeed(of: batch)
          sum.withLock { $0 += speed }
        }
      }
      speeds.append(sum.withLock { $0 })
    } while spent < budget
  }

  /// Median over the samples, the sum of all threads; 1e9 a second.
  var gflops: Double { Timing(speeds).median / 1e9 }
}
