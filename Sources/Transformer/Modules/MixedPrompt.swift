/// A trained prompt and frozen ones, added up in proportions that attention finds for each sample (ATTEMPT: Asai and
/// others 2022, arXiv 2205.11961).
///
/// The rows in front of the input are P + Σⱼ aⱼ·Pⱼ over the frozen prompts and P itself, a = softmax(p̂ⱼ·H / τ), with
/// p̂ⱼ the largest values of Pⱼ over its rows, x̂ those of the sample's embeddings over its tokens, and
/// H = LayerNorm(U·silu(D·x̂)).
public struct MixedPrompt: EncoderModule {
  /// Rows in front, p.
  public let length: Int
  /// The frozen prompts, [length, d] each.
  public let sources: [[Float]]
  /// Width m of the network between x̂ and H.
  public let size: Int
  /// τ.
  public let temperature: Float
  /// What P starts from.
  public let start: SoftPrompt.Start

  /// A prompt of `length` rows beside `sources`, which may be none.
  public init(
    length: Int, sources: [[Float]], size: Int, temperature: Float,
    start: SoftPrompt.Start = .uniform
  ) {
    precondition(length > 0 && size > 0 && temperature > 0, "a prompt has rows, a width and a τ")
    self.length = length
    self.sources = sources
    self.size = size
    self.temperature = temperature
    self.start = start
  }

  /// Puts the rows in front of the first layer.
  public func install(in installer: inout ModuleInstaller) {
    guard installer.layer == 0 else { return }
    let width = installer.configuration.hiddenSize
    precondition(
      sources.allSatisfy { $0.count == length * width }, "a source prompt has as many rows")
    let name = "\(installer.configuration.family.name).prompt"
    func segment(_ part: String, _ rows: Int, _ columns: Int, _ start: ParameterSegment.Start)
      -> ParameterSegment
    {
      ParameterSegment(
        name: "\(name).\(part)", layer: nil, module: "prompt", role: .added, rows: rows,
        columns: columns, start: start)
    }
    let target = segment("0", length, width, start == .vocabulary ? .words : .uniform(0.5))
    installer.attach(
      MixedRows(
        target: installer.add(target),
        down: installer.add(segment("attention.down.weight", size, width, .normal(0.02))),
        up: installer.add(segment("attention.up.weight", width, size, .normal(0.02))),
        normWeight: installer.add(segment("attention.norm.weight", 1, width, .ones)),
        normBias: installer.add(segment("attention.norm.bias", 1, width, .zeros)),
        sources: FrozenPrompts(sources, length: length, width: width),
        temperature: temperature))
  }
}

/// Prompts that are constants, end to end, and the largest values of each over its rows.
final class FrozenPrompts: @unchecked Sendable {
  // Sendable: nothing changes after init.
  /// Number of prompts.
  let count: Int
  /// [count, length · width].
  let rows: UnsafePointer<Float>
  /// [count, width].
  let largest: UnsafePointer<Float>

  init(_ prompts: [[Float]], length: Int, width: Int) {
    count = prompts.count
    let values = UnsafeMutablePointer<Float>.allocate(capacity: count * length * width)
    let largest = UnsafeMutablePointer<Float>.allocate(capacity: count * width)
    for (index, prompt) in prompts.enumerated() {
      (values + index * length * width).initialize(from: prompt, count: length * width)
      for column in 0..<width {
        let values = stride(from: column, to: length * width, by: width).map { prompt[$0] }
        (largest + index * width + column).initialize(to: values.max() ?? 0)
      }
    }
    rows = UnsafePointer(values)
    self.largest = UnsafePointer(largest)
  }

  deinit {
    rows.deallocate()
    largest.deallocate()
  }
}
