export { newDeviceId } from '@inkling/client';
