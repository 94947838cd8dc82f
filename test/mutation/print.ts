import type { Mutant } from './mutants.ts';

export interface Verdict extends Mutant {
  file: string;
  /** Of the whole file, so that a later run knows whether it is still the same. */
  digest: string;
  verdict: 'killed' | 'timed out' | 'survived' | 'not covered' | 'equivalent';
}

export function printSurvivors(verdicts: Verdict[]): void {
  for (const { file, line, change, verdict } of verdicts)
    if (verdict === 'survived' || verdict === 'not covered') console.log(`${file}:${line}  ${change}  (${verdict})`);
}

/** The score counts what no test reaches as survived, and leaves out what no test can see. */
export function printTable(verdicts: Verdict[]): void {
  const folders = Map.groupBy(verdicts, ({ file }) => file.split('/').slice(0, 2).join('/'));
  console.log('\n| folder | mutants | killed | timed out | survived | not covered | equivalent | score |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [folder, all] of folders) {
    const count = (verdict: Verdict['verdict']) => all.filter((one) => one.verdict === verdict).length;
    const caught = count('killed') + count('timed out');
    const score = ((100 * caught) / Math.max(1, all.length - count('equivalent'))).toFixed(1);
    const cells = [count('killed'), count('timed out'), count('survived'), count('not covered'), count('equivalent')];
    console.log(`| ${folder} | ${all.length} | ${cells.join(' | ')} | ${score} % |`);
  }
}
