import type {
  BatchV1Api,
  CoordinationV1Api,
  CoreV1Api,
  KubeConfig,
  RequestContext,
  ResponseContext,
} from '@kubernetes/client-node';
import { ApiError, DeclarationError, messageOf } from './errors.ts';
import { googleFetch } from './google-client.ts';
import { readKubeconfig } from './kubeconfig.ts';
import { ofApiServer } from './kubernetes-answer.ts';
import type { ClusterDeclaration } from './model/cluster.ts';
import type { Transport } from './transport.ts';
import type { World } from './world.ts';

export interface KubernetesClients {
  core: CoreV1Api;
  batch: BatchV1Api;
  coordination: CoordinationV1Api;
  access: KubernetesAccess;
}

/**
 * For objects of any kind, whose fields the typed clients would drop: `transport` adds the credentials, and throws every
 * error, and what is no answer of the API server's (kubernetes-answer.ts).
 */
export interface KubernetesAccess {
  server: string;
  transport: Transport;
  /** Of the kubeconfig's context: where objects are that name no namespace. */
  namespace?: string | undefined;
}

type Library = typeof import('@kubernetes/client-node');

let loaded: Promise<Library> | undefined;

/** Asking for what is loaded already takes as long as a small request. */
function load(): Promise<Library> {
  loaded ??= import('@kubernetes/client-node');
  return loaded;
}

export async function kubernetesClients(
  world: World,
  cluster: ClusterDeclaration,
  transport: Transport,
): Promise<KubernetesClients> {
  const library = await load();
  const reached = await accessTo(cluster, { world, transport, library });
  const access = { ...reached, transport: ofApiServer(reached.transport) };
  const configuration = library.createConfiguration({
    baseServer: new library.ServerConfiguration(access.server, {}),
    httpApi: library.wrapHttpLibrary({ send: (request) => send(request, access.transport, library) }),
    authMethods: {},
  });
  return {
    core: new library.CoreV1Api(configuration),
    batch: new library.BatchV1Api(configuration),
    coordination: new library.CoordinationV1Api(configuration),
    access,
  };
}

/** The typed client's request, sent by our transport. */
async function send(request: RequestContext, transport: Transport, library: Library): Promise<ResponseContext> {
  const body = request.getBody();
  const init: RequestInit = { method: request.getHttpMethod(), headers: request.getHeaders() };
  if (typeof body === 'string') init.body = body;
  const response = await transport(request.getUrl(), init);
  const text = await response.text();
  return new library.ResponseContext(response.status, Object.fromEntries(response.headers), {
    text: async () => text,
    binary: async () => Buffer.from(text),
    stream: () => null,
  });
}

interface Surroundings {
  world: World;
  transport: Transport;
  library: Library;
}

async function accessTo(cluster: ClusterDeclaration, around: Surroundings): Promise<KubernetesAccess> {
  const { kubernetes, project } = cluster.spec;
  if ('gke' in kubernetes) return gkeAccess(project, kubernetes.gke, around);
  if ('kubeconfig' in kubernetes) return kubeconfigAccess(kubernetes.kubeconfig, around);
  const { world, transport } = around;
  const token = () =>
    kubernetes.googleToken === 'identity'
      ? world.credentials.identityToken(kubernetes.server)
      : world.credentials.accessToken();
  const secured = await withTls(transport, { ca: kubernetes.certificateAuthority });
  return withToken({ server: kubernetes.server, transport: secured }, token);
}

async function gkeAccess(
  project: string,
  { location, name }: { location: string; name: string },
  { world, transport }: Surroundings,
): Promise<KubernetesAccess> {
  const path = `projects/${project}/locations/${location}/clusters/${name}`;
  const base = world.config.containerEndpoint ?? 'https://container.googleapis.com/v1/';
  const response = await googleFetch({ transport, credentials: world.credentials })(new URL(path, base).href, {
    method: 'GET',
  });
  const found = ((await response.json()) ?? {}) as GkeCluster;
  const dns = found.controlPlaneEndpointsConfig?.dnsEndpointConfig;
  const token = () => world.credentials.accessToken();
  if (dns?.endpoint && dns.allowExternalTraffic)
    return withToken({ server: `https://${dns.endpoint}`, transport }, token);
  if (typeof found.endpoint !== 'string' || found.endpoint === '')
    throw new ApiError(`${path} has no end point yet: it is \`${found.status ?? 'unknown'}\``, 503, 'noEndpoint');
  const ca = found.masterAuth?.clusterCaCertificate;
  const secured = await withTls(transport, { ca: ca && Buffer.from(ca, 'base64').toString() });
  const server = found.endpoint.includes('://') ? found.endpoint : `https://${found.endpoint}`;
  return withToken({ server, transport: secured }, token);
}

interface GkeCluster {
  status?: string;
  endpoint?: string;
  masterAuth?: { clusterCaCertificate?: string };
  controlPlaneEndpointsConfig?: { dnsEndpointConfig?: { endpoint?: string; allowExternalTraffic?: boolean } };
}

/** As `kubectl config current-context`. Throws DeclarationError when there is none. */
export async function currentContext(file: string | null): Promise<string> {
  const advice = 'set one with `kubectl config use-context`, or write a cluster.yaml (docs/declarations.md)';
  let config: KubeConfig;
  try {
    config = readKubeconfig(file ?? '', await load());
  } catch (error) {
    throw new DeclarationError(`no kubeconfig at \`${file ?? ''}\`: ${advice}`, { cause: error });
  }
  if (!config.getCurrentCluster()) throw new DeclarationError(`\`${file}\` has no current context: ${advice}`);
  return config.getCurrentContext();
}

/** The user's own credentials, plug-ins included; as a function these are refused (security.md "Kubernetes"). */
async function kubeconfigAccess(
  { file, context }: { file: string; context?: string | undefined },
  { world, transport, library }: Surroundings,
): Promise<KubernetesAccess> {
  let config: KubeConfig;
  try {
    config = readKubeconfig(file === 'default' ? (world.config.kubeconfig ?? file) : file, library);
  } catch (error) {
    throw new DeclarationError(`kubeconfig \`${file}\` cannot be read: ${messageOf(error)}`, { cause: error });
  }
  if (context) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    const known = config.getContexts().map(({ name }) => name);
    throw new DeclarationError(
      `kubeconfig \`${file}\` has no context \`${context ?? ''}\`; it has: ${known.join(', ') || 'none'}`,
    );
  }
  const user = config.getCurrentUser();
  if (world.config.deployed && (cluster.skipTLSVerify || user?.exec || user?.authProvider)) {
    throw new DeclarationError(
      `kubeconfig \`${file}\`: skip-tls-verify, exec and auth-provider are refused in a function; use gke or server with a Google token`,
    );
  }
  // `kubectl proxy`, or a cluster on this machine: as with kubectl no credentials are sent in the clear.
  const secured = cluster.server.startsWith('http:') ? transport : await withKubeconfig(transport, config);
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace;
  return { server: cluster.server, transport: secured, namespace };
}

async function withKubeconfig(transport: Transport, config: KubeConfig): Promise<Transport> {
  const tls: TlsOptions & { headers?: Record<string, string> } = {};
  await config.applyToHTTPSOptions(tls);
  const secured = await withTls(transport, tls);
  return async (url, init) => {
    const fresh: { headers?: Record<string, string>; auth?: string } = {};
    await config.applyToHTTPSOptions(fresh);
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(fresh.headers ?? {})) headers.set(name, String(value));
    if (fresh.auth) headers.set('authorization', `Basic ${Buffer.from(fresh.auth).toString('base64')}`);
    return secured(url, { ...init, headers });
  };
}

/** Over http a token is read by everybody on the way; what stays on this machine, as the sandbox does, has no way to go. */
function withToken({ server, transport }: KubernetesAccess, token: () => Promise<string>): KubernetesAccess {
  const { protocol, hostname } = new URL(server);
  if (protocol !== 'https:' && !thisMachine.has(hostname))
    throw new DeclarationError(
      `\`${server}\` is not asked: a token sent over http can be read by everybody on the way; give the API server an https address in cluster.yaml`,
    );
  const withHeader: Transport = async (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await token()}`);
    return transport(url, { ...init, headers });
  };
  return { server, transport: withHeader };
}

const thisMachine = new Set(['127.0.0.1', 'localhost', '[::1]']);

interface TlsOptions {
  ca?: string | Buffer | undefined;
  cert?: string | Buffer | undefined;
  key?: string | Buffer | undefined;
  rejectUnauthorized?: boolean | undefined;
  servername?: string | undefined;
}

/** One agent for the whole run: the client itself would open a connection for each request. */
async function withTls(
  transport: Transport,
  { ca, cert, key, rejectUnauthorized, servername }: TlsOptions,
): Promise<Transport> {
  const connect = Object.fromEntries(
    Object.entries({ ca, cert, key, rejectUnauthorized, servername }).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(connect).length === 0) return transport;
  const { Agent } = await import('undici');
  const dispatcher = new Agent({ connect });
  return (url, init) => transport(url, { ...init, dispatcher } as unknown as RequestInit);
}
