import Foundation
import Plain
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
    let image = try ImageFile.held(Self.folder + "/" + name).image.pixels
    let read: Read = try entry(name)
    #expect(image.width == 17 && image.height == 13)
    #expect(image.channels == read.channels)
    #expect(image.bytes == read.pixels)
  }

  @Test func greyIsPillowsLuma() throws {
    let image = try ImageFile.held(Self.folder + "/colour.png").image.pixels
    let luma: [UInt8] = try entry("luma")
    #expect(image.converted(channels: 1).bytes == luma)
    let grey = PixelImage(width: 2, height: 1, channels: 1, bytes: [3, 200])
    #expect(grey.converted(channels: 3).bytes == [3, 3, 3, 200, 200, 200])
  }

  @Test func sizesChangeAsPillowChangesThem() throws {
    let image = try ImageFile.held(Self.folder + "/colour.png").image.pixels
    let all: [Resized] = try entry("resized")
    #expect(all.count == 20)
    for one in all {
      let filter = try #require(Resampling(rawValue: one.filter))
      let resized = image.resized(width: one.width, height: one.height, filter)
      #expect(resized.bytes == one.pixels, "filter \(one.filter), \(one.width) x \(one.height)")
    }
  }

  @Test("A photograph is held as its file, and compared by its pixels")
  func photographs() throws {
    let file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/colour.jpg")))
    let small = try ImageFile.decoded(file).image
    let large = small.resized(width: 260, height: 130, .bilinear)
    // What is unpacked is the file's; of its size alone it depends whether it is.
    #expect(HeldImage(large, file: file).pixels == small)
    #expect(HeldImage(large).pixels == large && HeldImage(small, file: file).pixels == small)
    #expect(
      HeldImage(large) == HeldImage(large, file: file) && HeldImage(large) != HeldImage(small))
    let dark = PixelImage(width: 1, height: 2, channels: 1, bytes: [1, 0])
    #expect(HeldImage(small).hasLight && !HeldImage(dark).hasLight)
  }

  /// The eight positions of a camera on an image of two rows and three columns.
  @Test func camerasAreHeldInEightWays() throws {
    let image = PixelImage(width: 3, height: 2, channels: 1, bytes: [1, 2, 3, 4, 5, 6])
    let turned: [[UInt8]] = [
      [1, 2, 3, 4, 5, 6], [3, 2, 1, 6, 5, 4], [6, 5, 4, 3, 2, 1], [4, 5, 6, 1, 2, 3],
      [1, 4, 2, 5, 3, 6], [4, 1, 5, 2, 6, 3], [6, 3, 5, 2, 4, 1], [3, 6, 2, 5, 1, 4],
    ]
    for (place, bytes) in turned.enumerated() {
      let orientation = try #require(ExifOrientation(rawValue: place + 1))
      #expect(image.turned(orientation).bytes == bytes, "\(orientation)")
      #expect(image.turned(orientation).width == (place < 4 ? 3 : 2))
    }
  }

  @Test func anImageIsTurnedAsItsExifAsks() throws {
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/colour.jpg")))
    let entry: [UInt8] = [0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
    let exif = Array("Exif\0\0II*\0".utf8) + [8, 0, 0, 0, 1, 0] + entry + [0, 0, 0, 0]
    let segment = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
    let read = try ImageFile.decoded(Array(whole.prefix(2)) + segment + whole.dropFirst(2))
    #expect(read.changes == [.turned] && read.image.width == 13)
    #expect(read.image == (try ImageFile.decoded(whole)).image.turned(.right))
    for count in 0..<segment.count {
      _ = ExifOrientation(jpeg: Array(whole.prefix(2)) + segment.prefix(count))
    }
  }

  @Test func aPNGIsTurnedAsItsExifAsks() throws {
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/grey.png")))
    let entry: [UInt8] = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0]
    let exif = Array("eXIfMM\0*".utf8) + [0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
    let sum = withUnsafeBytes(of: CRC32.of(exif).bigEndian) { Array($0) }
    let head = PNGChunks.signature.count + 25
    let chunk = [0, 0, 0, UInt8(exif.count - 4)] + exif + sum
    let read = try ImageFile.decoded(Array(whole.prefix(head)) + chunk + whole.dropFirst(head))
    #expect(read.changes == [.turned])
    #expect(read.image == (try ImageFile.decoded(whole)).image.turned(.left))
    for count in 0..<chunk.count {
      _ = ExifOrientation(png: Array(whole.prefix(head)) + chunk.prefix(count))
    }
  }

  @Test func printersColoursAreRefused() throws {
    let file = try #require(Data(base64Encoded: Self.cmyk))
    let error = #expect(throws: ImageProblem.self) { try ImageFile.decoded([UInt8](file)) }
    #expect(error?.text == "a JPEG in CMYK, the colours of print: save it as RGB")
  }

  // Pillow's, of 8 x 8 pixels.
  private static let cmyk =
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCe"
    + "o6utq2eAvMm6pseZqKuk/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//E"
    + "ALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2"
    + "Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrC"
    + "w8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwDo66Ct2tqv/9k="

  /// 16 bits become the 8 that are nearest to them on the same scale, whatever light a file says they stand for.
  @Test func deepPixelsAreShortened() throws {
    let file = try #require(
      Data(
        base64Encoded:
          "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACEAAAAAAKU/78AAAAGklEQVR4nGNgYGD4z8jw/z8L84taRhkHQysALk8"
          + "FMwL9aWsAAAAASUVORK5CYII="))
    let read = try ImageFile.decoded([UInt8](file))
    #expect(read.changes == [.shortened])
    let deep: [Double] = [0, 255, 256, 65535, 1000, 32768, 40000, 12345]
    #expect(read.image.bytes == deep.map { UInt8(($0 / 257).rounded()) })
  }

  @Test func pixelsAreReadAsTheyLie() throws {
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/grey.png")))
    let body = Array("gAMA".utf8) + [0, 1, 0x86, 0xA0]
    let sum = withUnsafeBytes(of: CRC32.of(body).bigEndian) { Array($0) }
    let head = PNGChunks.signature.count + 25
    let linear = Array(whole.prefix(head)) + [0, 0, 0, 4] + body + sum + whole.dropFirst(head)
    #expect(try ImageFile.decoded(linear).image == ImageFile.decoded(whole).image)
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
