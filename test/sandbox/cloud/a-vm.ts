export const compute = 'https://compute.googleapis.com/compute/v1/projects/my-project';

/** The body of an insert; its boot disk goes with it. */
export function aVm() {
  const sourceImage = 'projects/debian-cloud/global/images/debian-12';
  return {
    name: 'vm-1',
    machineType: 'zones/us-central1-a/machineTypes/e2-small',
    disks: [{ boot: true, autoDelete: true, initializeParams: { sourceImage } }],
    networkInterfaces: [{ network: 'global/networks/default' }],
  };
}
