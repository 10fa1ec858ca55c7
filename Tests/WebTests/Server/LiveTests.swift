import Foundation
import Testing

@testable import Web

/// Those who watch a run.
@Suite struct LiveTests {
  @Test("Everybody who watches hears where the run is, and when it got on")
  func stamps() async throws {
    let fixture = try Fixture()
    let writer = try fixture.writer(rounds: 1)
    let run = try WatchedRun(path: writer.path) { _, _ in nil }
    let desk = LiveDesk()
    let streams = (0..<3).compactMap { _ in desk.watch(run) }
    var heard: [[Int]] = []
    for stream in streams {
      var stamps = stream.makeAsyncIterator()
      heard.append([try #require(await stamps.next())])
    }
    try writer.commit(round: [Fixture.round(2)])
    try writer.flush()
    for (index, stream) in streams.enumerated() {
      var stamps = stream.makeAsyncIterator()
      heard[index].append(try #require(await stamps.next()))
    }
    #expect(heard.count == 3 && Set(heard).count == 1 && heard[0][0] != heard[0][1])
    #expect(run.sight.snapshot.round == 2)

    desk.close()
    for stream in streams {
      var stamps = stream.makeAsyncIterator()
      // What was on its way is still told, and then no more.
      var told = 0
      while await stamps.next() != nil { told += 1 }
      #expect(told <= 1)
    }
    #expect(desk.watch(run) == nil)
    try writer.close()
  }

  @Test("Who goes makes room, and only so many are let in")
  func room() async throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 1)
    let run = try WatchedRun(path: "\(fixture.path)/\(name).sqlite") { _, _ in nil }
    let desk = LiveDesk()
    var streams = (0..<LiveDesk.capacity).compactMap { _ in desk.watch(run) }
    #expect(streams.count == LiveDesk.capacity && desk.watch(run) == nil)
    streams.removeLast()
    let last = desk.watch(run)
    #expect(last != nil && streams.count == LiveDesk.capacity - 1)
    desk.close()
  }

  @Test("Events are the same bytes, however small the pieces are", arguments: [1, 7, 4096])
  func bytes(count: Int) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
    for stamp in [3, 14] { continuation.yield(stamp) }
    continuation.finish()
    var pieces = LiveBytes(stamps: stream).makeAsyncIterator()
    var all: [UInt8] = []
    while let piece = try await pieces.nextBuffer(suggested: count) {
      #expect((1...count).contains(piece.count))
      all += piece
    }
    #expect(String(decoding: all, as: UTF8.self) == "retry: 2000\ndata: 3\n\ndata: 14\n\n")
  }
}
