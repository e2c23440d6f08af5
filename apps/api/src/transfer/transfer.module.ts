import { Module } from '@nestjs/common';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { ExportSamplesRepository } from './exports/export-samples.repository.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExportsService } from './exports/exports.service.js';
import { ImportFiles } from './formats/import-files.service.js';
import { ClaimedImports } from './imports/claimed-imports.repository.js';
import { ImportFolder } from './imports/import-folder.js';
import { ImportRunner } from './imports/import-runner.service.js';
import { ImportWork } from './imports/import-work.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ImportsService } from './imports/imports.service.js';
import { InsertSamplesRepository } from './imports/insert-samples.repository.js';

/** Labelled drawings out of files and into files. */
@Module({
  imports: [ServingModule],
  controllers: [ImportsController, ExportsController],
  providers: [
    ClaimedImports,
    ExportSamplesRepository,
    ExportsService,
    ImportFiles,
    ImportFolder,
    ImportRunner,
    ImportWork,
    ImportsRepository,
    ImportsService,
    InsertSamplesRepository,
  ],
})
export class TransferModule {}
