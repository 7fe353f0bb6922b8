// Rates from samples of ever-growing counters.

const SPAN = 10_000;

/** Adds a sample to those of the last ten seconds. */
export function addSample(samples, sample) {
  const since = Date.parse(sample.at) - SPAN;
  return [...samples.filter(each => Date.parse(each.at) >= since), sample];
}

/**
 * How much a counter grew in a second, over the samples that have it. A counter that went backwards was reset: only what
 * came after it counts.
 *
 * @param read takes a sample's value, or null
 * @returns null if fewer than two samples have it
 */
export function growth(samples, read) {
  let first = null;
  let last = null;
  for (const sample of samples) {
    const value = read(sample);
    if (value === null || value === undefined) continue;
    if (first === null || value < last.value) first = { at: Date.parse(sample.at), value };
    last = { at: Date.parse(sample.at), value };
  }
  if (first === null || last.at === first.at) return null;
  return ((last.value - first.value) * 1000) / (last.at - first.at);
}
