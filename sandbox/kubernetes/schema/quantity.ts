/** `0.5` -> `500m`, `1024Mi` -> `1Gi`: the form in which the API server gives a quantity back. `undefined`: it is none. */
export function canonicalQuantity(text: string): string | undefined {
  const parts = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', digits = '', suffix = ''] = parts;
  const [whole = '', fraction = ''] = digits.split('.');
  const value = { units: BigInt(`${whole}${fraction}` || '0'), exponent: -fraction.length };
  const magnitude =
    binary.includes(suffix) && suffix ? binaryForm(value, binary.indexOf(suffix)) : decimalForm(value, suffix);
  return magnitude === '0' ? '0' : `${sign === '-' ? '-' : ''}${magnitude}`;
}

interface Value {
  units: bigint;
  /** Of ten. */
  exponent: number;
}

const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

function binaryForm({ units, exponent }: Value, power: number): string {
  const scaled = units * 1024n ** BigInt(power);
  const divisor = 10n ** BigInt(-exponent);
  if (scaled % divisor !== 0n) return decimalForm({ units: scaled, exponent }, '');
  let number = scaled / divisor;
  let at = 0;
  while (at < binary.length - 1 && number !== 0n && number % 1024n === 0n) {
    number /= 1024n;
    at++;
  }
  return `${number}${binary[at]}`;
}

function decimalForm({ units, exponent }: Value, suffix: string): string {
  if (/^[eE]/.test(suffix) && suffix !== 'E')
    return exponentForm({ units, exponent: exponent + Number(suffix.slice(1)) });
  const [number, power] = thousands({ units, exponent: exponent + 3 * (decimal.indexOf(suffix) - 3) });
  return `${number}${decimal[power / 3 + 3] ?? `e${power}`}`;
}

function exponentForm(value: Value): string {
  const [number, power] = thousands(value);
  return power === 0 ? `${number}` : `${number}e${power}`;
}

/** The number with the greatest power of a thousand that leaves it whole; below a billionth it is rounded up. */
function thousands({ units, exponent }: Value): [number: bigint, power: number] {
  if (units === 0n) return [0n, 0];
  let [number, power] = [units, exponent];
  for (; power < -9; power++) number = number / 10n + (number % 10n === 0n ? 0n : 1n);
  for (; ((power % 3) + 3) % 3 !== 0; power--) number *= 10n;
  for (; number % 1000n === 0n && power < 18; power += 3) number /= 1000n;
  return [number, power];
}
