import { readDeclarations } from '../../shared/declared/declared.ts';
import { auditManifests, holdsManifestsAlone } from '../../shared/manifest-audit.ts';
import type { Audit } from '../../shared/model/audit.ts';
import type { World } from '../../shared/world.ts';

export async function auditDirect(world: World, location: string): Promise<Audit> {
  if (await holdsManifestsAlone(location)) return auditManifests(world, location);
  const { declared, problems } = await readDeclarations(location);
  if (declared.length === 0 && problems[0]) throw problems[0].error;
  // Who has no credentials is told so once, and not in every line of the report.
  await world.credentials.accessToken();
  const { auditWithHistory } = await import('../../shared/nightly.ts');
  return auditWithHistory({ ...world, config: { ...world.config, declarations: location } });
}
