import { type Finding, finding } from '../../model/finding.ts';
import type { Sink, Wired, Wiring } from '../../model/wiring.ts';
import { wiringName } from './wiring-name.ts';

/** W-04: the log of the cluster's project goes to the topic that node-change hears. */
export function wiringSinks({ sinks, subscription }: Wiring, project: string): Finding[] {
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
  return sinks.flatMap((sink) => sinkFindings(sink, subscription?.found?.topic ?? null));
}

function sinkFindings({ name, found }: Wired<Sink>, topic: string | null): Finding[] {
  const { short, project } = wiringName(name);
  const tell = (fields: Pick<Finding, 'path' | 'why'> & Partial<Finding>) =>
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
  const { destination, disabled, filter } = found;
  const wanted = topic?.startsWith('projects/') ? `pubsub.googleapis.com/${topic}` : null;
  return [
    ...(disabled
      ? [
          tell({
            path: 'disabled',
            declared: false,
            live: true,
            why: 'no node event leaves the log while the sink is disabled',
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
          }),
        ]
      : []),
    ...missingFrom(filter).map((word) =>
      tell({
        severity: 'warning',
        path: 'filter',
        live: filter,
        why: `the filter names others and not \`${word}\`: those node changes are seen only by the nightly audit`,
      }),
    ),
  ];
}

/** Where a filter chooses logs or methods by name, these must be among them; one that does not choose passes them all. */
const choices: [RegExp, string[]][] = [
  [/cloudaudit\.googleapis\.com/, ['activity', 'system_event']],
  [/instances\\?\./, ['insert', 'delete']],
];

function missingFrom(filter: string): string[] {
  return choices.flatMap(([chooses, words]) =>
    chooses.test(filter) ? words.filter((word) => !filter.includes(word)) : [],
  );
}
