import Foundation
import Testing

@testable import Transformer

struct SafetensorsTests {
  private typealias Tensor = (name: String, shape: [Int], values: [Float])

  private func file(_ header: String, data: Int = 16) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { [UInt8]($0) }
    return length + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  private func failure(_ bytes: [UInt8]) -> ModelError? {
    bytes.withUnsafeBytes { raw in
      do throws(ModelError) {
        _ = try SafetensorsFile(bytes: raw, name: "m.safetensors", keepAlive: nil)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func readsEveryFloatTypeAsPyTorchDoes() throws {
    let file = try SafetensorsFile(path: ReferenceFiles.path("types.safetensors"))
    let expected = try JSONDecoder().decode(
      [String: [Float]].self, from: ReferenceFiles.data("types.json"))
    #expect(expected.count == 4)
    for (name, values) in expected {
      #expect(try file.floats(name).map(\.bitPattern) == values.map(\.bitPattern), "\(name)")
      #expect(file.shape(of: name) == [2, 5])
    }
    #expect(file.metadata == ["format": "pt"])
    #expect(file.names == file.names.sorted() && file.names.count == 9)
    #expect(try file.floats("empty").isEmpty)
    #expect(try file.floats("scalar") == [7])
    withExtendedLifetime(file) { #expect(file.float32Pointer("single")?[3] == -2.5) }
    #expect(file.float32Pointer("half") == nil)
    #expect(file.float32Pointer("ids") == nil)
    #expect(throws: ModelError.self) { try file.floats("ids") }
    #expect(throws: ModelError.missingTensor(file: file.name, name: "none")) {
      try file.floats("none")
    }
  }

  @Test func everyHalfSurvivesARoundTrip() {
    for bits in UInt16.min...UInt16.max {
      let value = SafetensorsElement.decodeHalf(bits)
      let expected = Float(Float16(bitPattern: bits))
      #expect(value == expected || value.isNaN && expected.isNaN)
      if !value.isNaN { #expect(SafetensorsElement.encodeHalf(value) == bits) }
    }
  }

  @Test func halvesRoundToNearestEven() {
    var generator = FuzzGenerator(seed: 5)
    for _ in 0..<100_000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
      let expected = Float16(value)
      if value.isNaN { continue }
      if expected.isInfinite, value.isFinite {
        #expect(SafetensorsElement.encodeHalf(value) == nil)
      } else {
        #expect(SafetensorsElement.encodeHalf(value) == expected.bitPattern)
      }
    }
    #expect(SafetensorsElement.encodeHalf(65519.996) == 0x7BFF)
    #expect(SafetensorsElement.encodeHalf(65520) == nil)
    #expect(SafetensorsElement.encodeHalf(.infinity) == 0x7C00)
    #expect(SafetensorsElement.encodeHalf(1 + 0x1p-11) == 0x3C00)
    #expect(SafetensorsElement.encodeHalf(1 + 0x3p-11) == 0x3C02)
  }

  @Test func writtenFilesReadBack() throws {
    let scratch = try ScratchDirectory()
    let tensors: [Tensor] = [
      (name: "b", shape: [2, 3], values: [1, 2, 3, 4, 5, 6.1]),
      (name: "a \"é\"", shape: [], values: [-0.5]), (name: "none", shape: [0], values: []),
    ]
    let path = scratch.path + "/t.safetensors"
    try SafetensorsWriter.write(
      tensors: tensors, metadata: ["k": "v"], precision: .float32, to: path)
    let file = try SafetensorsFile(path: path)
    for tensor in tensors {
      #expect(try file.floats(tensor.name) == tensor.values)
      #expect(file.shape(of: tensor.name) == tensor.shape)
    }
    #expect(file.metadata == ["k": "v"])
    #expect(file.float32Pointer("b") != nil)
    try SafetensorsWriter.write(tensors: tensors, metadata: [:], precision: .float16, to: path)
    #expect(try SafetensorsFile(path: path).floats("b") == [1, 2, 3, 4, 5, 6.1015625])
  }

  @Test func writerRefusesWhatCannotBeStored() {
    #expect(throws: ModelError.self) {
      try SafetensorsWriter.data(
        tensors: [(name: "a", shape: [1], values: [70000])], metadata: [:], precision: .float16)
    }
    #expect(throws: ModelError.self) {
      try SafetensorsWriter.data(
        tensors: [(name: "a", shape: [2], values: [1])], metadata: [:], precision: .float32)
    }
    let error = #expect(throws: ModelError.self) {
      try SafetensorsWriter.write(
        tensors: [], metadata: [:], precision: .float32, to: "/nowhere/at/all.safetensors")
    }
    #expect(error?.isInputOutput == true)
  }

  @Test func missingFilesAndDirectoriesAreClear() throws {
    let missing = #expect(throws: ModelError.self) { try SafetensorsFile(path: "/no/file") }
    #expect(missing?.isNotFound == true)
    let directory = #expect(throws: ModelError.self) { try SafetensorsFile(path: "/tmp") }
    #expect(directory?.isNotFound == false)
  }

  @Test func lyingHeadersAreNamed() {
    var long = file("{}", data: 4000)
    long[2] = 0xC0
    #expect(
      failure(long)?.description
        == "m.safetensors: header claims 12 MB but the file holds 3 KB: fetch it again")
    #expect(failure([])?.description.contains("0 bytes") == true)
    #expect(failure([UInt8](repeating: 255, count: 64))?.description.contains("100 MB") == true)
    let pointer = Array("version https://git-lfs.github.com/spec/v1\noid sha256:0".utf8)
    #expect(failure(pointer)?.description.contains("git lfs pull") == true)
    #expect(failure(file("[]", data: 0)) != nil)
    #expect(failure(file("{}", data: 0)) == nil)
  }

  @Test(arguments: [
    // Past the end, backwards, negative.
    #"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#,
    // Shapes that overflow, do not fit, or are none.
    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[4.5],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":4,"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,16]}}"#,
    // Holes, overlaps, bytes left over, twice the same name.
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
    // Missing or odd fields.
    #"{"a":{"shape":[4],"data_offsets":[0,16]}}"#, #"{"a":{"dtype":"F32","data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[4]}}"#, #"{"a":7}"#, #"{"__metadata__":7}"#,
    #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16,32]}}"#,
  ])
  func refuses(_ header: String) {
    let error = failure(file(header))
    #expect(error != nil)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func unalignedTensorsAreCopiedNotViewed() throws {
    let header = #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#
    for padding in 0..<4 {
      let bytes = file(header + String(repeating: " ", count: padding))
      try bytes.withUnsafeBytes { raw in
        let file = try SafetensorsFile(bytes: raw, name: "m", keepAlive: nil)
        #expect(try file.floats("a") == [0, 0, 0, 0])
        if let view = file.float32Pointer("a") { #expect(UInt(bitPattern: view) % 4 == 0) }
      }
    }
  }

  @Test func damagedFilesThrowAndNeverTrap() throws {
    let data = try SafetensorsWriter.data(
      tensors: [
        (name: "x", shape: [3, 2], values: [1, 2, 3, 4, 5, 6]),
        (name: "y", shape: [4], values: [1, 2, 3, 4]), (name: "z", shape: [0, 9], values: []),
      ], metadata: ["format": "pt"], precision: .float32)
    let whole = [UInt8](data)
    var generator = FuzzGenerator(seed: 20)
    var refused = 0
    for _ in 0..<20_000 {
      generator.damage(whole).withUnsafeBytes { raw in
        do throws(ModelError) {
          let file = try SafetensorsFile(bytes: raw, name: "m", keepAlive: nil)
          for name in file.names { _ = try file.floats(name) }
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 10_000)
    for length in 0..<whole.count { #expect(failure(Array(whole.prefix(length))) != nil) }
  }
}
