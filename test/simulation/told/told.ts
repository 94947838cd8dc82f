import { auditTellings } from './audits.ts';
import { deliveryTellings } from './deliveries.ts';
import { diskTellings } from './disks.ts';
import { leaseTellings } from './leases.ts';
import { mountJobTellings } from './mount-jobs.ts';
import { mountTellings } from './mounts.ts';
import { networkTellings } from './network.ts';
import { objectTellings } from './objects.ts';
import { ownerTellings } from './owners.ts';
import { pageTellings } from './pages.ts';
import { planTellings } from './plans.ts';
import { poolTellings } from './pools.ts';
import { requestTellings } from './requests.ts';
import { restartTellings } from './restarts.ts';
import { serviceTellings } from './services.ts';
import type { Tellings } from './twice-told.ts';

/** Of each invariant, and of the clauses that its one history does not show. */
export const tellings: Tellings = {
  ...diskTellings,
  ...mountTellings,
  ...mountJobTellings,
  ...poolTellings,
  ...networkTellings,
  ...serviceTellings,
  ...restartTellings,
  ...objectTellings,
  ...ownerTellings,
  ...planTellings,
  ...pageTellings,
  ...leaseTellings,
  ...requestTellings,
  ...deliveryTellings,
  ...auditTellings,
};
