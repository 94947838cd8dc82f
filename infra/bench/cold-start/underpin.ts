import { http } from '@google-cloud/functions-framework';
import '../../../functions/index.ts';
import { computeClients } from '../../../shared/clients.ts';
import { fixedCredentials } from '../../../shared/credentials.ts';
import { realWorld } from '../../../shared/world.ts';

/** One read through the product's own clients, beside the product's functions. */
http('coldStart', async (_, response) => {
  const world = { ...realWorld(), credentials: fixedCredentials('token') };
  const [{ name }] = await computeClients(world, world.transport).projects().get({ project: 'my-project' });
  response.send(name);
});
