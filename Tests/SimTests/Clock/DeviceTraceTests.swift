import Corpus
import Testing

@testable import Sim

/// Devices that come and go, as a file has them.
struct DeviceTraceTests {
  private static func trace(_ text: String, clients: Int = 6) throws -> DeviceTrace {
    try DeviceTrace(path: SmallTrace.write(text), clients: clients)
  }

  @Test func aRowIsAStretchOfTimeWithItsSpeeds() throws {
    let trace = try Self.trace(
      """
      device,client,class,start,end,flops,factor,uplink,downlink,latency,memory
      a,2,,0,10,1000,,100,200,0.5,4096
      b,,phones-4g,5,20,,2,,,,
      a,2,,30,40,500,,100,200,,
      """)
    #expect(trace.period == 40)
    #expect(trace.entries.map(\.client) == [2, nil])
    let (a, b) = (trace.entries[0].device, trace.entries[1].device)
    #expect(a.stretches.map(\.start) == [0, 30] && a.stretches.map(\.end) == [10, 40])
    #expect(
      a.device(at: 3)
        == DeviceClass(
          name: "a", flops: 1000, uplink: 100, downlink: 200, latency: 0.5, memory: 4096))
    #expect(a.device(at: 35).flops == 500)
    #expect(b.device(at: 6).flops == 2e10 && b.device(at: 6).uplink == 650_000)
    #expect(a.memory == 4096)
  }

  @Test func namesOfColumnsAreReadWithoutCapitals() throws {
    #expect(try Self.trace("Device,CLASS\na,phones-4g\n").entries.count == 1)
  }

  @Test func timeGoesRoundAndRound() throws {
    let device = try Self.trace(
      "device,class,start,end\na,phones-4g,0,10\na,phones-4g,20,25\na,phones-4g,25,40\n"
    ).entries[0].device
    #expect(device.isThere(at: 9.9) && !device.isThere(at: 10) && device.isThere(at: 20))
    #expect(device.isThere(at: 45) && !device.isThere(at: 55))
    #expect(device.next(from: 12) == 20 && device.next(from: 52) == 60 && device.next(from: 3) == 3)
    // It stays from 20 to 40, where it begins again, to 50.
    #expect(device.leaves(after: 21) == 50)
    #expect(device.leaves(after: 5) == 10)
    let always = try Self.trace("device,class,start,end\na,phones-4g,0,7\na,phones-4g,7,9\n")
    #expect(always.entries[0].device.leaves(after: 3) == .infinity)
    let open = try Self.trace("device,class,start\na,phones-4g,4\n")
    #expect(open.period == nil && open.entries[0].device.next(from: 1) == 4)
    #expect(open.entries[0].device.leaves(after: 5) == .infinity)
  }

  @Test(
    arguments: [
      ("device,spede\na,1\n", ":1: no column 'spede'"),
      ("device;class\na;phones-4g\n", ":1: its fields are parted by ';', and not by commas"),
      ("class\nphones-4g\n", ":1: the column 'device' is missing"),
      ("device,device\na,b\n", ":1: the column 'device' is there twice"),
      ("device\n", "no rows below the names"),
      ("device,class\na,phones-4g\n,phones-4g\n", ":3: no device"),
      ("device,class\na,phones-4g,3\n", ":2: 3 fields where the first line names 2"),
      ("device,class\na,phones\n", ":2: no class of devices 'phones'"),
      ("device,flops\na,10\n", ":2: a device without a class needs flops, uplink and downlink"),
      (
        "device,class,factor\na,phones-4g,fast\n",
        ":2: factor is 'fast', which is not a number above 0"
      ),
      ("device,class,factor\na,phones-4g,-1\n", ":2: factor is '-1'"),
      ("device,class,uplink\na,phones-4g,nan\n", ":2: uplink is 'nan'"),
      ("device,factor,flops,uplink,downlink\na,2,1,1,1\n", ":2: factor is of a class's speed"),
      (
        "device,class,client\na,phones-4g,6\n",
        ":2: client is '6', which is not a client, from 0 to 5"
      ),
      ("device,class,client\na,phones-4g,1.5\n", ":2: client is not a whole number"),
      (
        "device,class,client\na,phones-4g,1\nb,phones-4g,1\n",
        ":3: client 1 has the device 'a' already"
      ),
      (
        "device,class,client,end\na,phones-4g,1,5\na,phones-4g,2,9\n",
        ":3: device 'a' is another client's"
      ),
      ("device,class,start,end\na,phones-4g,5,5\n", ":2: the stretch ends at 5.0 s"),
      (
        "device,class,start,end\na,phones-4g,0,5\na,phones-4g,4,9\n",
        ":3: the stretch from 4.0 s overlaps"
      ),
      ("device,class,start,end\na,phones-4g,0,\"5\n", ":2: a quote is opened"),
    ])
  func aBadRowIsOneLineWithItsPlace(text: String, words: String) throws {
    let error = #expect(throws: CorpusError.self) { try Self.trace(text) }
    let line = try #require(error).description
    #expect(line.contains(words), "\(line)")
    #expect(!line.contains("\n"))
  }

  @Test func clientsWithoutADeviceAreAnError() throws {
    let path = try SmallTrace.write("device,class,client\na,phones-4g,0\n")
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation { $0.devices = path }
    }
    #expect(try #require(error).description.contains("5 of 6 clients have none"))
  }

  /// Clients 0 to 2 are there for the first ten seconds of a hundred, the others for the last fifty.
  private static let shifts =
    "device,client,class,start,end\n"
    + (0..<6).map { "d\($0),\($0),datacenter,\($0 < 3 ? "0,10" : "50,100")\n" }.joined()

  @Test func onlyWhoIsThereIsAskedAndAShortageIsSaidOnce() throws {
    let path = try SmallTrace.write(Self.shifts)
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.cohort = 5
      $0.devices = path
    }
    #expect(tape.rounds.map(\.cohort) == [[0, 1, 2], [0, 1, 2], [0, 1, 2]])
    #expect(tape.notices.count { $0.text.hasPrefix("3 of the 5 clients") } == 1)
  }

  @Test func theServerWaitsUntilSomebodyComes() throws {
    let path = try SmallTrace.write(
      "device,class,start,end\nlate,datacenter,30,40\nlater,datacenter,60,70\n")
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.devices = path
      $0.rounds = 1
    }
    // Nobody is there before the thirtieth second.
    #expect(tape.rounds[0].simSeconds > 30 && tape.rounds[0].simSeconds < 40)
    #expect(tape.clients.allSatisfy { $0.failure == nil && $0.simSeconds < 10 })
  }

  @Test func aDeviceThatLeavesBeforeItIsDoneHasDroppedOut() throws {
    let path = try SmallTrace.write(
      "device,client,class,start,end\nshort,1,phones-4g,0,0.125\nlong,,phones-4g,,\nidle,0,phones-4g,0,99\n"
    )
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.cohort = 6
      $0.rounds = 1
      $0.devices = path
    }
    let gone = try #require(tape.clients.first { $0.client == 1 })
    #expect(gone.failureKind == .droppedOut && gone.simSeconds == 0.125)
    #expect(gone.bytesUp == 0 && gone.bytesDown > 0 && gone.trainLoss == nil)
    #expect(tape.clients.count { $0.failure == nil } == 5)
    #expect(tape.rounds[0].failures == 1)
  }
}
