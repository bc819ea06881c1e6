// One width, four times: sigma in samples and in units of x, full width at half maximum, and the
// frequency at which half the power is left.

const FWHM = 2 * Math.sqrt(2 * Math.LN2);
const CUTOFF = Math.sqrt(Math.LN2) / (2 * Math.PI);

// Sigma in samples that lie `step` apart.
export function sigmaOf(width, unit, step) {
  if (unit === "x") return width / step;
  if (unit === "fwhm") return width / step / FWHM;
  if (unit === "cutoff") return CUTOFF / step / width;
  return width;
}

export function inUnit(sigma, unit, step) {
  if (unit === "x") return sigma * step;
  if (unit === "fwhm") return sigma * step * FWHM;
  if (unit === "cutoff") return CUTOFF / (sigma * step);
  return sigma;
}

// As many digits as are worth telling of a width that was set by hand.
export const rounded = (width) => Number(width.toPrecision(4));
