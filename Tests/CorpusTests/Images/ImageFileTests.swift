import Foundation
import Testing

@testable import Corpus

/// Images against Pillow's reading of them; `scripts/reference/make_image_reference.py` makes the files.
struct ImageFileTests {
  static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().path + "/Reference/images"

  private struct Read: Decodable {
    var channels: Int
    var pixels: [UInt8]
  }

  private struct Resized: Decodable {
    var filter, width, height: Int
    var pixels: [UInt8]
  }

  private func expected() throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/expected.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func entry<Entry: Decodable>(_ name: String) throws -> Entry {
    let data = try JSONSerialization.data(withJSONObject: try #require(try expected()[name]))
    return try JSONDecoder().decode(Entry.self, from: data)
  }

  @Test(arguments: [
    "colour.png", "grey.png", "alpha.png", "palette.png", "colour.jpg", "grey.jpg",
  ])
  func pixelsAreThoseOfPillow(_ name: String) throws {
    let image = try ImageFile.read(Self.folder + "/" + name)
    let read: Read = try entry(name)
    #expect(image.width == 17 && image.height == 13)
    #expect(image.channels == read.channels)
    #expect(image.bytes == read.pixels)
  }

  @Test func greyIsPillowsLuma() throws {
    let image = try ImageFile.read(Self.folder + "/colour.png")
    let luma: [UInt8] = try entry("luma")
    #expect(image.converted(channels: 1).bytes == luma)
    let grey = PixelImage(width: 2, height: 1, channels: 1, bytes: [3, 200])
    #expect(grey.converted(channels: 3).bytes == [3, 3, 3, 200, 200, 200])
  }

  @Test func sizesChangeAsPillowChangesThem() throws {
    let image = try ImageFile.read(Self.folder + "/colour.png")
    let all: [Resized] = try entry("resized")
    #expect(all.count == 20)
    for one in all {
      let filter = try #require(Resampling(rawValue: one.filter))
      let resized = image.resized(width: one.width, height: one.height, filter)
      #expect(resized.bytes == one.pixels, "filter \(one.filter), \(one.width) x \(one.height)")
    }
  }

  @Test(arguments: ["colour.png", "colour.jpg"])
  func brokenFilesAreNamed(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/" + name)))
    let kind = name.hasSuffix("png") ? "PNG" : "JPEG"
    let error = #expect(throws: ImageProblem.self) {
      try ImageFile.decoded(Array(bytes.prefix(bytes.count / 2)))
    }
    #expect(error?.text.hasPrefix("a broken \(kind) file (") == true)
    var damaged = bytes
    for place in bytes.count / 2..<bytes.count / 2 + 8 { damaged[place] ^= 0x55 }
    if kind == "PNG" { #expect(throws: ImageProblem.self) { try ImageFile.decoded(damaged) } }
    #expect(throws: ImageProblem(text: "neither PNG nor JPEG")) {
      try ImageFile.decoded(Array("GIF89a".utf8))
    }
  }
}
