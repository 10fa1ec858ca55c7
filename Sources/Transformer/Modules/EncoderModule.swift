/// Something trained that a method adds to a frozen encoder: LoRA, adapters, prefixes, prompts.
///
/// A module is a description. When an encoder is built it asks every module, layer by layer, to declare its parameters
/// and to attach hooks at the places where it acts: a linear map (`LinearHook`), the output of a sublayer
/// (`SublayerHook`), keys and values (`PrefixHook`), the rows in front of a sequence (`PromptHook`). Hooks are values that
/// hold only slots and constants; everything that changes comes with each call. So a new module is one new file.
///
/// ```swift
/// struct Shift: EncoderModule {          // trains one vector added to each layer's feed-forward output
///   func install(in installer: inout ModuleInstaller) {
///     let slot = installer.add(ParameterSegment(
///       name: "shift.\(installer.layer)", layer: installer.layer, module: "shift", role: .added,
///       rows: 1, columns: installer.configuration.hiddenSize, start: .zeros))
///     installer.attach(ShiftHook(slot: slot), after: .feedForward)
///   }
/// }
/// ```
public protocol EncoderModule: Sendable {
  /// Declares parameters and attaches hooks for layer `installer.layer`; called for each layer in order.
  func install(in installer: inout ModuleInstaller)
}

/// A module that is a change of weights, and can be folded into them.
///
/// Its segments bear the layer and, as their module, the name of the linear map.
public protocol FoldableModule: EncoderModule {
  /// Whether it changes the weight of this map.
  func changes(_ site: LinearSite, of layer: Int) -> Bool

  /// Adds the change to the map's weight [out, in].
  ///
  /// - Parameters:
  ///   - segments: those of the map, in layout order.
  ///   - parameters: the flat vector.
  func fold(
    _ segments: [ParameterSegment], of parameters: UnsafePointer<Float>, into weight: Matrix)
}

/// What every hook gets with a call.
public struct ModulePass {
  /// The flat vector of trained parameters.
  public let parameters: UnsafePointer<Float>
  /// Which rows belong to which sample.
  public private(set) var spans: SequenceSpans
  /// Scratch: what a forward hook takes stays until the step is over if its memo is needed by a
  /// backward pass; what a backward hook takes it should give back.
  public let workspace: Workspace
  /// The frozen weights that the modules act beside.
  public let weights: EncoderWeights
  /// What the head would read of each sample if there were no modules, [samples, d], without a way back; nil unless a
  /// module asks (`ModuleInstaller.askForSentences`).
  public internal(set) var sentences: Matrix?

  private let memos: UnsafeMutablePointer<Memo>

  init(
    parameters: UnsafePointer<Float>, spans: SequenceSpans, workspace: Workspace,
    weights: EncoderWeights, memos: UnsafeMutablePointer<Memo>
  ) {
    self.weights = weights
    self.parameters = parameters
    self.spans = spans
    self.workspace = workspace
    self.memos = memos
  }

  /// The same pass where other rows belong to the samples.
  func over(_ spans: SequenceSpans) -> ModulePass {
    var pass = self
    pass.spans = spans
    return pass
  }

  /// What a shared hook made; see `ModuleInstaller.share`.
  public func memo(of shared: SharedPlace) -> Memo { memos[shared.memo] }
}

/// What a forward hook keeps for its backward hook: memory of the workspace, laid out as it likes.
public typealias Memo = UnsafeMutablePointer<Float>?

/// Adds to the output of a linear map, or scales it.
public protocol LinearHook: Sendable {
  /// Whether it scales what the map and itself make; it is then the only one there, and the map's own way back starts
  /// from what `backwardScale` leaves.
  var scalesOutput: Bool { get }

  /// Adds to `y` [rows, out] what it makes of the map's input `x` [rows, in].
  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo

  /// Gives its parameters' gradients to `sink` and adds its part of the input's gradient to `dx`.
  ///
  /// - Parameters:
  ///   - dy: Gradient of the map's output.
  ///   - dx: nil when nothing below is trained.
  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink)

  /// Turns `dy`, the gradient of the scaled output, into that of the output before, and gives that of the scale to `sink`.
  func backwardScale(_ dy: Matrix, memo: Memo, _ pass: ModulePass, _ sink: GradientSink)
}

extension LinearHook {
  /// False: it only adds.
  public var scalesOutput: Bool { false }

  /// Nothing.
  public func backwardScale(
    _ dy: Matrix, memo: Memo, _ pass: ModulePass, _ sink: GradientSink
  ) {}
}

/// The two halves of an encoder layer.
public enum Sublayer: String, Sendable, CaseIterable {
  /// Self-attention with its output projection.
  case attention
  /// The feed-forward block.
  case feedForward
}

/// Changes the output of a sublayer before the residual is added.
public protocol SublayerHook: Sendable {
  /// Changes `h` [rows, d] in place.
  func forward(_ h: Matrix, _ pass: ModulePass) -> Memo

  /// Gives its parameters' gradients to `sink` and turns `dh`, the gradient of its output, into that of its input.
  ///
  /// - Parameter needsInput: False when nothing below is trained; `dh` may then be left as it is.
  func backward(
    _ dh: Matrix, needsInput: Bool, memo: Memo, _ pass: ModulePass, _ sink: GradientSink)
}

/// Makes, once a pass and before the first layer, what hooks of several layers use.
///
/// Those find it by its place, and leave there what the way back needs.
public protocol SharedHook: Sendable {
  /// Makes it.
  func forward(_ pass: ModulePass) -> Memo

  /// Gives its parameters' gradients to `sink`; called when the layers are behind.
  func backward(memo: Memo, _ pass: ModulePass, _ sink: GradientSink)
}

/// Puts rows in front of the keys and values of a layer, the same for every sample.
public protocol PrefixHook: Sendable {
  /// Number of rows.
  var length: Int { get }

  /// Writes `length` key and value rows, [length, d] each.
  func write(keys: Matrix, values: Matrix, _ pass: ModulePass)

  /// Gives the gradient of one sample to `sink`.
  func backward(
    keys: Matrix, values: Matrix, sample: Int, _ pass: ModulePass, _ sink: GradientSink)
}

/// Puts rows in front of every sequence's hidden states before a layer.
///
/// The rows may depend on those hidden states; spans are those before any rows of this layer are put in.
public protocol PromptHook: Sendable {
  /// Number of rows.
  var length: Int { get }

  /// Writes `length` rows a sample to `prompts`, [samples · length, d].
  func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo

  /// Gives its parameters' gradients to `sink` and adds its part of the hidden states' gradient.
  ///
  /// - Parameters:
  ///   - dPrompts: Gradient of the rows it wrote.
  ///   - dHidden: nil when nothing below is trained.
  func backward(
    _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink)
}
