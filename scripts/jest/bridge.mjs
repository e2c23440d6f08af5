import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import * as contentDisposition from 'content-disposition';

/** What the stubs in bridged/ hand out to CommonJS packages, see resolver.cjs. */
globalThis[Symbol.for('inkling.bridged')] = {
  '@nestjs/common': common,
  '@nestjs/core': core,
  'content-disposition': contentDisposition,
};
