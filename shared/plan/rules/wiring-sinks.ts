import { type Finding, finding } from '../../model/finding.ts';
import type { Sink, Wired, Wiring } from '../../model/wiring.ts';
import { lostSamples } from '../log-filter/lost-samples.ts';
import { nodeEventFilter } from '../log-filter/node-events.ts';
import type { Place } from '../log-filter/sample-entries.ts';
import { FilterError } from '../log-filter/token.ts';
import { wiringName } from './wiring-name.ts';

/** W-04: the log of the cluster's project goes to the topic that node-change hears. */
export function wiringSinks({ sinks, subscription }: Wiring, place: Place): Finding[] {
  const { project } = place;
  if (sinks === null) {
    const why = `no log sink is configured for project \`${project}\`: its node events reach nobody; add the project to the Terraform module`;
    return [
      finding({
        severity: 'critical',
        subject: `Sink/${project}`,
        path: '',
        declared: 'present',
        live: 'absent',
        why,
        rule: 'W-04',
      }),
    ];
  }
  return sinks.flatMap((sink) => sinkFindings(sink, subscription?.found?.topic ?? null, place));
}

type Told = Pick<Finding, 'path' | 'why'> & Partial<Finding>;

function sinkFindings({ name, found }: Wired<Sink>, topic: string | null, place: Place): Finding[] {
  const { short, project } = wiringName(name);
  const update = `gcloud logging sinks update ${short} --project=${project}`;
  const tell = (fields: Told) =>
    finding({
      severity: 'critical',
      subject: `Sink/${project}/${short}`,
      rule: 'W-04',
      command: `gcloud logging sinks describe ${short} --project=${project}`,
      ...fields,
    });
  if (!found)
    return [
      tell({
        path: '',
        declared: 'present',
        live: 'absent',
        why: 'no node event leaves the log: the sink does not exist; apply the Terraform module again',
        command: null,
      }),
    ];
  const { destination, disabled } = found;
  const wanted = topic?.startsWith('projects/') ? `pubsub.googleapis.com/${topic}` : null;
  return [
    ...(disabled
      ? [
          tell({
            path: 'disabled',
            declared: false,
            live: true,
            why: 'no node event leaves the log while the sink is disabled',
            command: `${update} --no-disabled`,
          }),
        ]
      : []),
    ...(wanted && destination !== wanted
      ? [
          tell({
            path: 'destination',
            declared: wanted,
            live: destination,
            why: 'node events go elsewhere than to the topic that node-change hears',
            command: `gcloud logging sinks update ${short} ${wanted} --project=${project}`,
          }),
        ]
      : []),
    ...judgeFilter(found, place, (fields) =>
      tell({ command: `${update} --log-filter='${onOneLine(nodeEventFilter)}'`, ...fields }),
    ),
  ];
}

/** Evaluated on a sample of each kind, as Logging would. What cannot be read here, Logging may read: that is unknown. */
function judgeFilter(sink: Sink, place: Place, tell: (fields: Told) => Finding): Finding[] {
  const about = { severity: 'warning', path: 'filter', live: sink.filter } as const;
  try {
    const lost = lostSamples(sink, place);
    if (lost.length === 0) return [];
    const why = `the sink does not let through ${lost.join(', ')}: such node changes are seen only by the nightly audit`;
    return [tell({ ...about, why })];
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return [tell({ ...about, outcome: 'unknown', why: `the filter cannot be evaluated here: ${error.message}` })];
  }
}

function onOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
