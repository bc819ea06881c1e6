// Power spectra by the fast Fourier transform (Cooley and Tukey 1965, radix 2), under a Hann window.

export class Fourier {
  constructor(size) {
    this.size = size;
    this.real = new Float64Array(size);
    this.imaginary = new Float64Array(size);
    this.out = new Float64Array(size / 2);
    this.window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
    this.cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.sines = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(size);
    this.turned = Uint32Array.from({ length: size }, (_, i) => {
      let turned = 0;
      for (let bit = 0; bit < bits; bit += 1) turned |= ((i >> bit) & 1) << (bits - 1 - bit);
      return turned;
    });
  }

  // The squares of the amplitudes of the `size` samples from `first` on, less their mean. A gap counts as
  // the mean.
  power(samples, channel, first) {
    const { size, real, imaginary, window, turned } = this;
    const ring = samples.raw[channel];
    let sum = 0;
    let known = 0;
    for (let i = 0; i < size; i += 1) {
      const value = ring[(first + i) % samples.size];
      if (value === value) {
        sum += value;
        known += 1;
      }
    }
    const mean = known ? sum / known : 0;
    for (let i = 0; i < size; i += 1) {
      const value = ring[(first + i) % samples.size];
      real[turned[i]] = value === value ? (value - mean) * window[i] : 0;
    }
    imaginary.fill(0);
    this.#transform();
    const scale = 16 / (size * size); // a sine of amplitude 1 has the power 1 at its frequency
    for (let i = 0; i < size / 2; i += 1) this.out[i] = scale * (real[i] * real[i] + imaginary[i] * imaginary[i]);
    return this.out;
  }

  #transform() {
    const { size, real, imaginary, cosines, sines } = this;
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let i = 0; i < half; i += 1) {
          const a = start + i;
          const b = a + half;
          const re = real[b] * cosines[i * step] - imaginary[b] * sines[i * step];
          const im = real[b] * sines[i * step] + imaginary[b] * cosines[i * step];
          real[b] = real[a] - re;
          imaginary[b] = imaginary[a] - im;
          real[a] += re;
          imaginary[a] += im;
        }
      }
    }
  }
}
