import { ProjectsClient } from '@google-cloud/compute';
import { http } from '@google-cloud/functions-framework';
import { OAuth2Client } from 'google-auth-library';

/** The same read on the packages as they come, pointed at the same server by the variable that the product reads. */
http('coldStart', async (_, response) => {
  const { hostname, port } = new URL(process.env.UNDERPIN_COMPUTE_ENDPOINT ?? '');
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'token' });
  const client = new ProjectsClient({ apiEndpoint: hostname, port: Number(port), protocol: 'http', authClient });
  const [{ name }] = await client.get({ project: 'my-project' });
  response.send(name);
});
