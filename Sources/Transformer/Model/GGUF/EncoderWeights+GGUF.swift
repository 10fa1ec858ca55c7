import Foundation
import Plain

extension EncoderWeights {
  /// The weights of a decoder in a GGUF file, whose matrices stay packed in memory.
  ///
  /// - Throws: `unsupported` for another architecture or type of values, or what is wrong with the file.
  public static func load(gguf file: GGUFFile) throws(ModelError) -> EncoderWeights {
    let configuration = try EncoderConfiguration(gguf: file)
    let isPaired = file.metadata["general.architecture"]?.text == "llama"
    var views: [BaseTensor: UnsafePointer<Float>] = [:]
    var packed: [BaseTensor: PackedMatrix] = [:]
    var buffers: [UnsafeMutablePointer<Float>] = []
    var unread = Set(file.names)
    do throws(ModelError) {
      for tensor in configuration.tensors {
        guard let name = GGUFNames.name(of: tensor.role), let shape = file.shape(of: name) else {
          if tensor.isOptional { continue }
          throw ModelError.missingTensor(
            file: file.name, name: GGUFNames.name(of: tensor.role) ?? tensor.names[0])
        }
        unread.remove(name)
        guard shape == tensor.shape else {
          throw ModelError.wrongShape(
            file: file.name, name: name, expected: tensor.shape, found: shape)
        }
        let part = tensor.role.part
        let head =
          isPaired && (part == .query || part == .key) ? configuration.block.headWidth : nil
        let stored = try file.packed(name)
        if shape.count == 2 {
          packed[tensor.role] = PackedMatrix(stored, pairedHead: head)
          continue
        }
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: tensor.count)
        buffers.append(buffer)
        if head == nil || stored.element.blockLength > 1 {
          stored.expand(to: buffer)
        } else {
          // A bias of turned rows is a matrix of one column.
          PackedMatrix(stored.asColumn, pairedHead: head).expand(0..<tensor.count, to: buffer)
        }
        try ModelError.check(
          UnsafeBufferPointer(start: buffer, count: tensor.count), file: file.name, name: name)
        views[tensor.role] = UnsafePointer(buffer)
      }
    } catch {
      for buffer in buffers { buffer.deallocate() }
      throw error
    }
    return EncoderWeights(
      configuration: configuration, name: URL(fileURLWithPath: file.name).lastPathComponent,
      head: .none, pooling: nil, notes: [unreadNote(unread)].compactMap(\.self), views: views,
      packed: packed, buffers: buffers, file: file.file)
  }
}

/// What GGUF files call the tensors of a decoder.
enum GGUFNames {
  private static let paths: [NetworkPart: String] = [
    .wordEmbeddings: "token_embd", .finalNorm: "output_norm", .wordOut: "output",
    .attentionNorm: "blk.#.attn_norm", .query: "blk.#.attn_q", .key: "blk.#.attn_k",
    .value: "blk.#.attn_v", .attentionOut: "blk.#.attn_output", .outputNorm: "blk.#.ffn_norm",
    .gate: "blk.#.ffn_gate", .up: "blk.#.ffn_up", .down: "blk.#.ffn_down",
  ]

  /// The name of a tensor; nil for one that such files have not.
  static func name(of tensor: BaseTensor) -> String? {
    paths[tensor.part].map { path in
      path.replacing("#", with: "\(tensor.layer ?? 0)") + (tensor.isBias ? ".bias" : ".weight")
    }
  }
}

extension PackedTensor {
  /// A vector of floats as a matrix of one column; other values lie in blocks, and are no vectors.
  var asColumn: PackedTensor {
    PackedTensor(element: element, rows: count, columns: 1, start: start)
  }
}
