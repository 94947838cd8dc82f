import { stringify } from 'yaml';
import type { JsonObject } from '../../shared/model/json.ts';

/** Apps of five objects each, as manifests: a Deployment scaled to nothing, a Service, three ConfigMaps. */
export function manyObjects(count: number): JsonObject[] {
  return Array.from({ length: count / 5 }, (_, index) => appObjects(`app-${index}`)).flat();
}

function appObjects(app: string): JsonObject[] {
  const labels = { app };
  const settings = (name: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${app}-${name}`, namespace: 'default', labels },
    data: { 'settings.properties': `name=${app}\nmode=production\nlevel=info\n` },
  });
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: app, namespace: 'default', labels },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container(app)] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: app, namespace: 'default', labels },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    ...['one', 'two', 'three'].map(settings),
  ];
}

function container(app: string): JsonObject {
  return {
    name: app,
    image: `registry.example.com/${app}:1.0`,
    ports: [{ containerPort: 8080 }],
    env: [{ name: 'MODE', value: 'production' }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    readinessProbe: { httpGet: { path: '/healthz', port: 8080 } },
  };
}

/** Directory of an app -> the text of its manifests. */
export function manifestFiles(objects: readonly JsonObject[]): Map<string, string> {
  const files = new Map<string, string>();
  const perFile = 5;
  for (let from = 0; from < objects.length; from += perFile) {
    const texts = objects.slice(from, from + perFile).map((object) => stringify(object));
    files.set(`app-${from / perFile}`, texts.join('---\n'));
  }
  return files;
}
