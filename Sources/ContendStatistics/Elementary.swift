#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The functions of the C library that this target needs: the one file that knows the platform.
extension Double {
  package var naturalLogarithm: Double { log(self) }
  var exponential: Double { exp(self) }
  /// ln(1 + self), exact for small values.
  var logOnePlus: Double { log1p(self) }
  /// e^self - 1, exact for small values.
  var exponentialMinusOne: Double { expm1(self) }
}
