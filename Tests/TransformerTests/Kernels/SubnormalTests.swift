import Foundation
import Synchronization
import Testing

@testable import Transformer

// Not folded by the compiler, which knows nothing of the thread.
@inline(never) private func made(_ factor: Float) -> Float { Float.leastNormalMagnitude * factor }

@Test("Numbers below 2^-126 are zeros on a thread that asks for it, and others are what they were")
func subnormalsAreFlushed() {
  let products = Mutex<[Float]>([])
  let thread = Thread {
    let half = made(0.5)
    LinearAlgebra.flushSubnormals()
    products.withLock { $0 = [half, made(0.25), made(1), made(2), made(0.75) * 4] }
  }
  thread.start()
  while !thread.isFinished { usleep(1000) }
  let least = Float.leastNormalMagnitude
  #expect(
    products.withLock(\.self).map(\.bitPattern)
      == [least / 2, 0, least, least * 2, 0].map(\.bitPattern))
}
