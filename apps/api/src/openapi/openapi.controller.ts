import { Controller, Get } from '@nestjs/common';
import { Public } from '../access/scope.decorator.js';
import { openApiDocument } from './document.js';

@Controller()
@Public()
export class OpenApiController {
  @Get('openapi.json')
  document(): typeof openApiDocument {
    return openApiDocument;
  }
}
