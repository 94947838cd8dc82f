import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { tokenOf } from '../list-part.ts';
import { zones } from '../shape.ts';
import type { RunView } from '../view.ts';
import { lastOfEach } from './reads.ts';
import { nameIn } from './writes.ts';

export const i27 = invariant({
  name: 'I-27',
  says: 'what could not be read is unknown, and an audit that missed something does not say that it is complete',
  on: ['answer'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    return (entry) => {
      if (entry.kind !== 'answer' || entry.trigger !== 'audit' || entry.status !== 200) return;
      const audits = [...view.runs.values()].filter(
        ({ worker, trigger }) => worker === entry.worker && trigger === 'audit',
      );
      // Another may have begun since.
      const run = audits.findLast(({ hash }) => hash !== null) ?? audits.at(-1);
      if (!run) return;
      judged();
      const lists = run.calls.filter(
        ({ api, path }) => api === 'compute' && /\/(aggregated\/|targetPools$|firewalls$)/.test(path),
      );
      const unread = lists.filter((call) => {
        const last = lists.findLast(({ path, query }) => path === call.path && query === call.query);
        return last?.status !== 200 || isTorn(last);
      });
      const cut = lastOfEach(run.calls).find((call) => call.part?.next || failedFurther(call));
      const { complete, findings = [] } = JSON.parse(entry.body) as { complete?: boolean; findings?: Told[] };
      judgeAbsent(watching, run, findings);
      judgeUnseen(watching, run, findings);
      const open = findings.find(({ outcome }) => outcome === 'unknown');
      if (open && complete !== false)
        violated(`the audit says it is complete, and what ${open.subject} is stays unknown`);
      const untried = run.calls.find(isUntried);
      if (untried && !findings.some(({ subject }) => nameIn(subject) === nameIn(untried.path)))
        violated(`the audit says nothing of ${untried.path}, and could not try out what is declared of it`);
      const [missed = cut ?? healthUnread(run)] = unread;
      if (missed && complete !== false)
        violated(`the audit says it is complete, and ${missed.path} was never read as a whole`);
    };
  },
});

/** A plain list whose items are lost looks as one that has none; an aggregated one names its places all the same. */
function isTorn({ fault, path }: SentCall): boolean {
  return fault === 'F-17' || (fault === 'F-13' && path.includes('/aggregated/'));
}

/** A page after the first: who may not list a kind at all is told so with that one. */
function failedFurther(call: SentCall): boolean {
  return tokenOf(call) !== null && call.status !== 200;
}

/** How a member is, asked in vain to the end; of one that is gone there is nothing to tell. */
function healthUnread({ calls }: RunView): SentCall | undefined {
  const asked = calls.filter(({ path }) => path.endsWith('/getHealth'));
  const last = [...new Map(asked.map((one) => [`${one.path} ${one.body}`, one])).values()];
  return last.find(({ status }) => status !== 200 && status !== 400 && status !== 404);
}

/** A dry run, which is made where something may differ. */
function isUntried({ api, method, query, status }: SentCall): boolean {
  return api === 'kubernetes' && method === 'PATCH' && query.includes('dryRun=All') && status === 403;
}

interface Told {
  subject: string;
  outcome: string;
  path: string;
  live: unknown;
}

/** How a VM is that is in a zone which could not be seen (F-17 leaves out the second) is not told as known. */
function judgeUnseen({ violated }: Watching, { calls }: RunView, findings: Told[]): void {
  const looks = lastOfEach(calls.filter(({ path }) => path.endsWith('/aggregated/instances')));
  if (looks.every(({ fault }) => fault !== 'F-17')) return;
  const told = findings.find(({ outcome, path }) => outcome === 'drift' && path.startsWith(`instances[${zones[1]}/`));
  if (told) violated(`the audit says of ${told.subject} that ${told.path} is otherwise, and did not see it`);
}

const collections: Record<string, string> = {
  ConfigMap: '/configmaps',
  Secret: '/secrets',
  Service: '/services',
  Deployment: 'apps/deployments',
};

/** What was there all the while is not called absent, whatever could not be read. */
function judgeAbsent({ view, violated }: Watching, { calls }: RunView, findings: Told[]): void {
  const [first] = calls;
  if (calls.some(({ fault }) => fault === 'F-14')) return;
  for (const { subject } of findings.filter(({ path, live }) => path === '' && live === 'absent')) {
    const [kind = '', ...key] = subject.split('/');
    const isThere = (position?: number) => view.object(collections[kind] ?? '', key.join('/'), position) !== undefined;
    if (first && isThere(view.servedPosition(first)) && isThere())
      violated(`the audit calls ${subject} absent, and it was there all the while`);
  }
}
