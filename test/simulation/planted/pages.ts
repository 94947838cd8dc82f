import type { PlantedBug } from './planted-bug.ts';

/** Lists that come in pages: the end of one is taken for the end of the other. */
export const pageBugs: readonly PlantedBug[] = [
  {
    name: 'first-page-of-vms',
    thought: 'a page holds 500 VMs, and nobody has that many',
    changes: [
      {
        file: 'shared/observe/instances.ts',
        find: '(await fetchAggregatedPage(compute.instances(), { project: project.id, pageToken })) as RawPage;',
        put: "({ ...(await fetchAggregatedPage(compute.instances(), { project: project.id, pageToken })), nextPageToken: '' }) as RawPage;",
      },
    ],
    caughtBy: ['I-18', 'I-27', 'I-29'],
  },
  {
    name: 'first-page-of-groups',
    thought: 'a page holds 500 groups',
    changes: [
      {
        file: 'shared/observe/managed-groups.ts',
        find: '(await fetchAggregatedPage(compute.instanceGroupManagers(), { project: project.id, pageToken })) as RawPage;',
        put: "({ ...(await fetchAggregatedPage(compute.instanceGroupManagers(), { project: project.id, pageToken })), nextPageToken: '' }) as RawPage;",
      },
    ],
    caughtBy: ['I-18', 'I-27', 'I-29'],
  },
  {
    name: 'first-page-of-members',
    thought: 'a group answers with all of its VMs',
    changes: [
      {
        file: 'shared/observe/managed-groups.ts',
        find: 'return page as RawMembers;',
        put: "return { ...(page as RawMembers), nextPageToken: '' };",
      },
    ],
    caughtBy: ['I-18', 'I-29'],
  },
  {
    name: 'first-page-of-pools',
    thought: 'a region has few pools',
    changes: [
      {
        file: 'shared/observe/target-pools.ts',
        find: 'return page as RawPage;',
        put: "return { ...(page as RawPage), nextPageToken: '' };",
      },
    ],
    caughtBy: ['I-18', 'I-27', 'I-29'],
  },
  {
    name: 'first-page-of-firewalls',
    thought: 'a project has few firewalls',
    changes: [
      {
        file: 'shared/observe/firewalls.ts',
        find: 'return page as RawPage;',
        put: "return { ...(page as RawPage), nextPageToken: '' };",
      },
    ],
    caughtBy: ['I-27', 'I-16'],
  },
  {
    name: 'first-page-of-disks',
    thought: 'a page holds 500 disks',
    changes: [
      {
        file: 'shared/observe/disks.ts',
        find: '(await fetchAggregatedPage(compute.disks(), { project: project.id, pageToken })) as RawPage;',
        put: "({ ...(await fetchAggregatedPage(compute.disks(), { project: project.id, pageToken })), nextPageToken: '' }) as RawPage;",
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'first-page-of-nodes',
    thought: 'the cluster has no more than 500 nodes',
    changes: [
      {
        file: 'shared/observe/nodes.ts',
        find: 'nextPageToken: list.metadata?._continue ?? null',
        put: 'nextPageToken: null',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'first-page-of-volumes',
    thought: 'the cluster has no more than 500 volumes',
    changes: [
      {
        file: 'shared/observe/volumes.ts',
        find: 'nextPageToken: list.metadata?._continue ?? null',
        put: 'nextPageToken: null',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'first-page-of-pods',
    thought: 'who looks for the pod that uses a disk finds it on the first page',
    changes: [
      {
        file: 'shared/observe/kubernetes-list.ts',
        find: 'nextPageToken: textOf(objectOf(list.metadata).continue) || null',
        put: 'nextPageToken: null',
      },
    ],
    caughtBy: ['I-02', 'I-18'],
  },
  {
    name: 'first-page-of-objects',
    thought: 'a stack has no more than 500 objects of a kind',
    changes: [
      {
        file: 'shared/observe/list-objects.ts',
        find: 'token = text(asObject(list.metadata).continue);',
        put: "token = '';",
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'page-that-fails-is-the-end',
    thought: 'what was read before is all there is',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: '    gaps.push({ area, part: null, why: whyUnread(error) });\n',
        put: "    if (token === '') gaps.push({ area, part: null, why: whyUnread(error) });\n",
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'page-of-objects-that-fails-is-the-end',
    thought: 'what was read before is all there is',
    changes: [
      {
        file: 'shared/observe/list-objects.ts',
        find: 'const list = await rest.get(listPath(resource, options, token), options.metadataOnly ? metadataList : undefined);',
        put: "const list = await rest.get(listPath(resource, options, token), options.metadataOnly ? metadataList : undefined).catch((error) => { if (token === '') throw error; return { kind: 'List', items: [] }; });",
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'expired-list-is-at-its-end',
    thought: '410 is Gone, so there is nothing more',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: '    gaps.push({ area, part: null, why: whyUnread(error) });\n',
        put: '    if ((error as { status?: number; code?: number }).status !== 410 && (error as { code?: number }).code !== 410) gaps.push({ area, part: null, why: whyUnread(error) });\n',
      },
    ],
    caughtBy: ['I-27'],
  },
  {
    name: 'expired-list-of-objects-is-at-its-end',
    thought: '410 is Gone, so there is nothing more',
    changes: [
      {
        file: 'shared/observe/list-objects.ts',
        find: 'if (!hasStatus(error, 410)) throw error;',
        put: 'if (!hasStatus(error, 410)) throw error; else return [];',
      },
    ],
    caughtBy: ['I-27'],
  },
  {
    name: 'empty-page-is-the-end',
    thought: 'a list that goes on has something on each page',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: 'items.push(...listed.map(convert));',
        put: "items.push(...listed.map(convert)); if (items.length === 0) page.nextPageToken = '';",
      },
    ],
    caughtBy: ['I-18', 'I-27', 'I-29'],
  },
  {
    name: 'nothing-on-a-page-is-nothing-in-a-zone',
    thought: 'a zone that is warned about has nothing',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: 'const listed = collect(scoped) ?? [];',
        put: 'const listed = collect(scoped) ?? []; if (listed.length === 0) items.splice(0, items.length, ...items.filter((one) => (one as { reference?: { location: string } }).reference?.location !== lastSegment(scope)));',
      },
    ],
    caughtBy: ['I-12', 'I-18', 'I-27', 'I-29'],
  },
  {
    name: 'same-page-again',
    thought: 'the client asks for the next page by itself',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: 'const page = await fetchPage(token);',
        put: "const page = await fetchPage(''); if (token) page.nextPageToken = '';",
      },
    ],
    caughtBy: ['I-18', 'I-27', 'I-29'],
  },
  {
    name: 'first-page-of-operations',
    thought: 'few operations are under way in a zone',
    changes: [
      {
        file: 'shared/apply/pending.ts',
        find: 'return page as RawPage;',
        put: 'return { ...(page as RawPage), nextPageToken: null };',
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'no-members-is-empty',
    thought: 'a group that names no VM has none',
    changes: [
      {
        file: 'shared/observe/managed-groups.ts',
        find: 'if (items?.length !== 0 || targetSize === 0) return members;',
        put: 'if (items?.length !== 0 || targetSize >= 0) return members;',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'last-page-of-nodes',
    thought: 'each page has all that came before',
    changes: [
      {
        file: 'shared/observe/nodes.ts',
        find: 'items.push(...nodes.map((node) => nodeOf(node, project)));',
        put: 'items.splice(0, items.length, ...nodes.map((node) => nodeOf(node, project)));',
      },
    ],
    caughtBy: ['I-12', 'I-18', 'I-22', 'I-29'],
  },
  {
    name: 'last-page-tells-what-is-missing',
    thought: 'what a list lacks is told at its end',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: 'gaps.push(...take(page));',
        put: 'gaps.splice(0, gaps.length, ...take(page));',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'first-page-tells-what-is-missing',
    thought: 'what a list lacks is told at its beginning',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: 'gaps.push(...take(page));',
        put: "const told = take(page); if (token === '') gaps.push(...told);",
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
];
