import { ProjectsClient } from '@google-cloud/compute';
import { http } from '@google-cloud/functions-framework';
import { OAuth2Client } from 'google-auth-library';
import '../../../functions/index.ts';
import { realWorld } from '../../../shared/world.ts';

/** The handler of `underpin.ts` with Google's client as its package offers it. */
http('coldStart', async (_, response) => {
  const { hostname, port } = new URL(realWorld().config.computeEndpoint ?? '');
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'token' });
  const client = new ProjectsClient({ apiEndpoint: hostname, port: Number(port), protocol: 'http', authClient });
  const [{ name }] = await client.get({ project: 'my-project' });
  response.send(name);
});
