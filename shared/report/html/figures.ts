import type { AuditedCluster } from '../../model/audit.ts';
import { tonight } from '../history.ts';
import { limitUses } from '../picture/limit-uses.ts';
import { limitsPicture } from '../picture/limits-picture.ts';
import { mostNights, nightsPicture } from '../picture/nights-picture.ts';
import { pathPicture } from '../picture/path-picture.ts';
import { type PoolMap, poolMaps, type Station } from '../picture/pool-map.ts';
import { svgOf } from '../picture/svg.ts';
import { escaped } from '../xml.ts';

/** Picture 1 for each pool. */
export function pathFigures(audited: AuditedCluster): string[] {
  return poolMaps(audited).map((map) =>
    figure({
      title: `How traffic goes through ${map.pool.name}`,
      picture: svgOf(pathPicture(map)),
      words: pathWords(map),
      legend:
        'Dashed and ✕: broken. Dotted and ?: not known. † and faint: a VM that is no more. The reason stands where its step leads to.',
    }),
  );
}

/** Picture 3. */
export function nightsFigure(audited: AuditedCluster): string {
  const { declared, result, history } = audited;
  const stacks = declared.stacks.map(({ name }) => name).toSorted();
  const nights = [...(history?.nights ?? []), tonight(result.report, 'now')].slice(-mostNights);
  const words = nights.map(({ date, worst, complete }) => {
    const told = Object.entries(worst).map(([stack, one]) => `${stack || 'the cluster itself'}: ${one}`);
    const rest = complete ? [] : ['not everything was seen'];
    const all = [...told, ...rest];
    return `${date}: ${all.length > 0 ? all.join(', ') : 'in order'}`;
  });
  return figure({
    title: 'Stacks and nights',
    picture: svgOf(nightsPicture(stacks, nights)),
    words: listOf(words),
    legend: history ? 'The worst of each night.' : 'No history is kept, so there is this audit alone.',
  });
}

/** Picture 5. */
export function limitsFigure(audited: AuditedCluster): string {
  const uses = limitUses(audited);
  return figure({
    title: 'Limits',
    picture: svgOf(limitsPicture(uses)),
    words: listOf(uses.map(({ name, text }) => `${name}: ${text}`)),
    legend: "What a repair of these findings would use of what the cluster's limits allow.",
  });
}

interface Figure {
  title: string;
  picture: string;
  /** The same for a screen too small for the picture. */
  words: string;
  legend: string;
}

export function figure({ title, picture, words, legend }: Figure): string {
  return `<figure><h2>${escaped(title)}</h2>\n${picture}\n<div class="words">${words}</div>\n<figcaption>${escaped(legend)}</figcaption></figure>`;
}

function pathWords({ addresses, forwardingRules, pool, nodes, pods, disks }: PoolMap): string {
  const columns: [string, Station[]][] = [
    ['static IP', addresses],
    ['forwarding rule', forwardingRules],
    ['pool', [pool]],
    ['nodes', nodes],
    ['pods', pods],
    ['disks', disks],
  ];
  return columns.map(([head, stations]) => `<h3>${head}</h3>${listOf(stations.map(stationWords))}`).join('');
}

const states = { open: '', broken: ': ✕ ', unknown: ': ? ', ghost: ': † ' };

function stationWords({ name, detail, state, why }: Station): string {
  return `${name} (${detail})${states[state]}${why.join('; ')}`;
}

export function listOf(items: string[]): string {
  if (items.length === 0) return '<p>none</p>';
  return `<ul>${items.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>`;
}
