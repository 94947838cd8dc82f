import test from 'ava';
import type { Entry } from '../../../shared/plan/log-filter/entry.ts';
import { compileFilter } from '../../../shared/plan/log-filter/filter.ts';

const entry = {
  logName: 'projects/p/logs/syslog',
  severity: 'NOTICE',
  insertId: 'NOTICE',
  timestamp: '2026-05-03T12:15:29.009Z',
  resource: { type: 'gce_instance', labels: { instance_id: '42', zone: 'us-central1-a' } },
  operation: { id: 'op', first: true, last: false },
  httpRequest: { status: 200, remoteIp: '203.0.113.5', serverIp: '2001:db8::1' },
  jsonPayload: { severity: 'NOTICE', spare: null, list: [null, { deep: 'Treasure' }], note: 'a\tb' },
  protoPayload: { permissions: [{ name: 'instances.create' }, { name: 'disks.create' }], some_key: 'x', someKey: 'y' },
};

const judged = (filters: string, isTaken: boolean) => {
  for (const filter of filters.trim().split(/\n\s*/))
    test(`${filter} ${isTaken ? 'takes' : 'leaves'} the entry`, (t) => t.is(compileFilter(filter)(entry), isTaken));
};

judged(
  `
  resource.type!="other"
  protoPayload.permissions.name!="images.create"
  insertId!~"^not"
  insertId=notice
  resource.type<"h"
  resource.type>"a"
  resource.type>"2026-05-03"
  resource.labels.instance_id<"5"
  timestamp="2026-05-03T14:15:29.009+02:00"
  httpRequest.status<1000
  httpRequest.status<=200
  httpRequest.status>=200
  httpRequest.status:200
  operation.first:TRUE
  operation.first=TRUE
  operation.first>false
  operation.last=false
  operation.last<true
  resource.labels:ZONE
  jsonPayload.list.deep:"treas"
  protoPayload.some_key=x
  protoPayload.someKey=y
  protoPayload.permissions.name:disks
  protoPayload.permissions.name=~"^disks"
  SEVERITY<ERROR
  severity<Error
  severity>=300
  severity<=300
  severity>299
  severity:not
  severity=~"^NOT"
  severity="NOTICE"
  source("projects/p")
  Source("projects/p")
  sample(insertId, 1)
  ip_in_net(httpRequest.remoteIp, "203.0.113.5")
  ip_in_net(httpRequest.serverIp, "2001:db8::/32")
  ip_in_net(httpRequest.serverIp, "2001:db8::1")
  search("GCE_INSTANCE  treasure")
  search(protoPayload.permissions.name, "disks INSTANCES")
  NOTICE
  "treasure"
  (severity=ERROR OR severity=NOTICE)
  severity=(ERROR OR (INFO OR NOTICE))
  jsonPayload.note="a\\tb"
  resource.type="gce\\x5finstance"
  resource.type="gce\\u005finstance"
  resource.type='gce_instance'
  resource.labels.instance\\_id=42
  resource.type=~"(?iU)GCE"
  `,
  true,
);

judged(
  `
  resource.type!="GCE_INSTANCE"
  protoPayload.permissions.name!="disks.create"
  protoPayload.permissions.name!~"disks"
  insertId!~"NOT"
  resource.type="*"
  resource.type:"*"
  resource.type:other
  insertId<ERROR
  jsonPayload.severity<ERROR
  jsonPayload.spare:*
  jsonPayload.missing.spare:*
  resource.type.name:*
  resource.labels="x"
  resource.labels=~"object"
  resource.labels:zon
  httpRequest.status:20
  httpRequest.status>200
  httpRequest.status<200
  httpRequest.status<=199
  operation.first:tru
  operation.first<yes
  operation.first=yes
  operation.last>=true
  resource.type<"a"
  resource.type>"h"
  severity>ALERT
  severity>300
  severity<300
  severity:ERR
  severity=~"^not"
  severity=nonsense
  severity<3x
  source("projects/q")
  source("rojects/p")
  sample(insertId, 0)
  ip_in_net(httpRequest.remoteIp, "203.0.113.6")
  ip_in_net(httpRequest.remoteIp, "2001:db8::/32")
  ip_in_net(httpRequest.serverIp, "2001:db9::/32")
  ip_in_net(httpRequest.serverIp, "2001:db8::2")
  ip_in_net(httpRequest.serverIp, "203.0.113.0/24")
  ip_in_net(resource.type, "203.0.113.0/24")
  search("treasure pirates")
  search(protoPayload.permissions.name, "disks images")
  "null"
  "spare"
  severity=(ERROR OR (INFO OR ALERT))
  `,
  false,
);

const severities = ['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'];

test('severities are compared by their rank, in words or as numbers', (t) => {
  for (const [rank, severity] of severities.entries())
    for (const [other, name] of severities.entries())
      for (const value of [name, name.toLowerCase(), String(100 * other)]) {
        const [below, equal, above] = ['<', '=', '>'].map((sign) =>
          compileFilter(`severity${sign}${value}`)({ severity }),
        );
        t.deepEqual([below, equal, above], [rank < other, rank === other, rank > other], `${severity} and ${value}`);
      }
});

test('a sample takes its share of the entries, and always the same ones', (t) => {
  const entries: Entry[] = Array.from({ length: 1000 }, (_, index) => ({ labels: { id: `${index}-entry` } }));
  const [quarter, half] = [0.25, 0.5].map((share) => entries.filter(compileFilter(`sample(labels.id, ${share})`)));
  t.true(Math.abs((quarter?.length ?? 0) - 250) < 50 && Math.abs((half?.length ?? 0) - 500) < 50);
  t.true(quarter?.every((one) => half?.includes(one)));
});

test('an entry without a log name is of no source', (t) => {
  t.false(compileFilter('source("projects/p")')({}));
  t.false(compileFilter('log_id("syslog")')({}));
});
